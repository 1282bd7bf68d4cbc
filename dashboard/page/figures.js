// Rows → figures. What SQL would say: select, group, add up, divide.

const HOLDS = { category: "category_level_1", brand: "brand" };

function readDatasets(told) {
  const datasets = {};
  for (const [name, one] of Object.entries(told)) {
    const columns = {};
    for (const [column, { type, values, texts }] of Object.entries(one.columns)) {
      columns[column] = {
        type,
        values: type === "text" ? values.map((at) => (at === null ? null : texts[at])) : values,
      };
    }
    datasets[name] = { name, mart: one.mart, count: one.count, columns };
  }
  return datasets;
}

// Which filters change a tile: those that its rows can be told by.
function filtersOf(dataset, by) {
  const has = (column) => column in dataset.columns;
  const other = { category: "brand", brand: "category" };
  const acts = { date: has("local_date"), channel: has("channel") };
  for (const filter of ["category", "brand"]) {
    acts[filter] = has(filter) || (has("member") && by !== other[filter]);
  }
  return acts;
}

// The column whose members are told apart, and what the rest of a row has to be.
function conditionsOf(dataset, by, state, range, only) {
  const wanted = { ...only };
  const has = (column) => column in dataset.columns;
  for (const filter of ["channel", "category", "brand"]) {
    if (has(filter) && state[filter]) wanted[filter] = state[filter];
  }
  let key = by;
  if (has("member")) {
    const held = by in HOLDS ? by : ["category", "brand"].find((one) => state[one]);
    wanted.hold = held ? HOLDS[held] : "none";
    if (held && state[held]) wanted.member = state[held];
    if (by in HOLDS) key = "member";
  }
  return { key, wanted, range: has("local_date") ? range : null };
}

function selected(dataset, { wanted, range }) {
  const checks = Object.entries(wanted).map(([column, value]) => [
    dataset.columns[column].values, value,
  ]);
  const dates = range && dataset.columns.local_date.values;
  const found = [];
  for (let row = 0; row < dataset.count; row += 1) {
    if (dates && (dates[row] < range.from || dates[row] > range.to)) continue;
    if (checks.every(([values, value]) => values[row] === value)) found.push(row);
  }
  return found;
}

const isAdded = (value) => !value.below && ["money", "count"].includes(value.format);

function figure(dataset, value, rows) {
  const total = (column, add) => {
    const { values } = dataset.columns[column];
    let sum = null;
    for (const row of rows) {
      if (values[row] !== null) sum = sum === null ? values[row] : add(sum, values[row]);
    }
    return sum;
  };
  const above = total(value.above, (a, b) => a + b);
  if (!value.below) return above === null && isAdded(value) ? 0 : above;
  const below = total(value.below, value.is_per ? Math.max : (a, b) => a + b);
  return below ? (above ?? 0) / below : null;
}

// One figure of a whole tile.
function headline(dataset, value, state, range, only) {
  const conditions = conditionsOf(dataset, null, state, range, { ...only, ...value.only });
  return figure(dataset, value, selected(dataset, conditions));
}

// A figure of each value for each member: [{ key, figures: [..] }], in the members' order.
function grouped(dataset, values, by, state, range, only) {
  const found = new Map();
  values.forEach((value, place) => {
    const conditions = conditionsOf(dataset, by, state, range, { ...only, ...value.only });
    const keys = dataset.columns[conditions.key].values;
    const groups = new Map();
    for (const row of selected(dataset, conditions)) {
      if (!groups.has(keys[row])) groups.set(keys[row], []);
      groups.get(keys[row]).push(row);
    }
    for (const [key, rows] of groups) {
      if (!found.has(key)) found.set(key, values.map((one) => (isAdded(one) ? 0 : null)));
      found.get(key)[place] = figure(dataset, value, rows);
    }
  });
  return [...found].map(([key, figures]) => ({ key, figures }))
    .sort((a, b) => compare(a.key, b.key));
}

const inWords = new Intl.Collator("en", { numeric: true });

function compare(a, b) {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === "string") return inWords.compare(a, b) || (a < b ? -1 : 1);
  return a < b ? -1 : 1;
}

// A figure for each date of the range, dates without a row too.
function daily(dataset, values, state, range, only) {
  const known = new Map(
    grouped(dataset, values, "local_date", state, range, only).map(({ key, figures }) => [key, figures]),
  );
  const found = [];
  for (let day = range.from; day <= range.to; day += 1) {
    const none = values.map((value) => (isAdded(value) ? 0 : null));
    found.push({ key: day, figures: known.get(day) ?? none });
  }
  return found;
}

function ranked(rows, limit) {
  return [...rows]
    .sort((a, b) => compare(b.figures[0] ?? -Infinity, a.figures[0] ?? -Infinity)
      || compare(a.key, b.key))
    .slice(0, limit);
}

// Tiles → their figures, under what is chosen.

function makeShown(datasets) {
  // What a tile shows now: { kind, values, rows: [{ key, figures }], … }
  function shown(tile, state) {
    const dataset = datasets[tile.dataset];
    const choices = state.choices[tile.id] ?? {};
    const only = { ...tile.only, ...tile.choose, ...choices.columns };
    const range = state.range;
    let values = tile.values;
    if (tile.choose_value) values = [values[choices.value ?? 0]];
    if (tile.chart === "headlines") {
      return {
        values: tile.groups.flatMap((group) => group.values),
        rows: tile.groups.flatMap((group) => group.values.map((value) => ({
          key: value.label, value, dataset: datasets[group.dataset],
          figures: [headline(datasets[group.dataset], value, state, range, only)],
          before: state.before
            ? headline(datasets[group.dataset], value, state, state.before, only) : null,
        }))),
      };
    }
    if (tile.chart === "steps") {
      const rows = tile.steps.map((step) => ({
        key: step.label,
        figures: step.totals.map((total) => (total === null ? null : headline(
          dataset, { above: total, format: "count" }, state, range, only,
        ))),
      }));
      return { values: tile.series.map((label) => ({ label, format: "count" })), rows };
    }
    if (tile.chart === "scatter" || tile.chart === "rows") {
      return { values, rows: plainRows(tile, dataset, state, only) };
    }
    if (tile.chart === "heat") return { values, ...matrix(tile, dataset, values[0], state, only) };
    if (tile.by === "local_date") {
      const rows = daily(dataset, values, state, range, only);
      const before = tile.compare && state.before
        ? daily(dataset, values, state, state.before, only) : null;
      return { values, rows, before };
    }
    const rows = grouped(dataset, values, tile.by, state, range, only);
    const hasOrder = ["hour", "weekday", "time_to_buy"].includes(tile.by);
    return { values, rows: hasOrder ? rows : ranked(rows, tile.limit ?? 15) };
  }

  function plainRows(tile, dataset, state, only) {
    const conditions = conditionsOf(dataset, null, state, state.range, only);
    const rows = selected(dataset, conditions);
    if (tile.sort) {
      const { values } = dataset.columns[tile.sort];
      rows.sort((a, b) => (tile.descending ? -1 : 1) * compare(values[a], values[b]) || a - b);
    }
    return rows.slice(0, tile.limit ?? rows.length).map((row) => ({
      key: row,
      figures: tile.values.map((value) => (value.sentence
        ? null : dataset.columns[value.above].values[row])),
      row,
    }));
  }

  function matrix(tile, dataset, value, state, only) {
    const down = grouped(dataset, [value], tile.rows, state, state.range, only);
    const across = new Set();
    const rows = down.map(({ key }) => {
      const found = grouped(dataset, [value], tile.columns, state, state.range, {
        ...only, [tile.rows]: key,
      });
      found.forEach((one) => across.add(one.key));
      return { key, cells: new Map(found.map((one) => [one.key, one.figures[0]])) };
    });
    const columns = [...across].sort(compare);
    return {
      columns,
      rows: rows.map(({ key, cells }) => ({
        key, figures: columns.map((column) => cells.get(column) ?? null),
      })),
    };
  }

  function points(tile, rows) {
    const { columns } = datasets[tile.dataset];
    return rows.map(({ row }) => ({
      name: columns[tile.label].values[row], group: columns[tile.group].values[row],
      x: columns[tile.x.above].values[row], y: columns[tile.y.above].values[row],
    }));
  }

  return { shown, points };
}

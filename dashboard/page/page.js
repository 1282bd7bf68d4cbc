// The page: what is chosen, which page is shown, light or dark.

function start() {
  const told = JSON.parse(document.getElementById("payload").textContent);
  const datasets = readDatasets(told.datasets);
  const at = (id) => document.getElementById(id);
  const days = Object.values(datasets)
    .flatMap(({ name, columns }) => (name !== "anomalies" && columns.local_date ? columns.local_date.values : []));
  const first = days.reduce((least, day) => Math.min(least, day), Infinity);
  const last = days.reduce((most, day) => Math.max(most, day), -Infinity);
  const isEmpty = first === Infinity;
  const today = isEmpty ? 0 : last;
  const members = (hold) => {
    const { columns, count } = datasets.members;
    return Array.from({ length: count }, (_, row) => row)
      .filter((row) => columns.hold.values[row] === hold)
      .sort((a, b) => columns.place.values[a] - columns.place.values[b])
      .map((row) => columns.member.values[row]);
  };
  const channels = [...new Set(datasets.sales.columns.channel.values)].sort();
  const shop = {
    datasets,
    formats: makeFormats(told.currency),
    fresh: isEmpty ? "no data yet"
      : `${told.complete ? "complete to" : "not over:"} ${dateWords.format(dateOf(last))}`,
    marts: told.marts,
  };
  const tiles = makeTiles(shop);
  const PRESETS = [["Last 7 days", 7], ["Last 28 days", 28], ["Last 90 days", 90], ["All days", 0]];
  const begin = {
    preset: 1, category: "", brand: "", channel: channels.length > 1 ? channels[0] : "",
  };
  const state = { ...begin, choices: {} };

  function setRange(from, to) {
    const range = { from: Math.max(first, Math.min(from, to)), to: Math.min(last, Math.max(from, to)) };
    const length = range.to - range.from + 1;
    const before = { from: range.from - length, to: range.from - 1 };
    state.range = isEmpty ? { from: 0, to: -1 } : range;
    state.before = !isEmpty && before.from >= first ? before : null;
  }

  function setPreset(place) {
    state.preset = place;
    const [, length] = PRESETS[place];
    setRange(length ? Math.max(first, today - length + 1) : first, today);
  }

  function options(select, names, all) {
    select.replaceChildren(
      ...(all ? [element("option", { text: all, value: "" })] : []),
      ...names.map((name) => element("option", { text: name, value: name })),
    );
  }

  function show() {
    const name = location.hash.slice(1);
    const page = told.pages.find((one) => one.name === name) ?? told.pages[0];
    document.title = `${page.title} · ${told.title}`;
    at("pages").replaceChildren(...told.pages.map((one) => element("li", {}, element("a", {
      href: `#${one.name}`, text: one.title, "aria-current": one === page ? "page" : null,
    }))));
    const words = (day) => dateWords.format(dateOf(day));
    const { from, to } = state.range;
    at("range").textContent = isEmpty ? "" : `${words(from)} to ${words(to)}`;
    at("from").value = isEmpty ? "" : isoDate(from);
    at("to").value = isEmpty ? "" : isoDate(to);
    at("preset").value = String(state.preset);
    for (const filter of ["category", "brand", "channel"]) at(filter).value = state[filter];
    tiles.free();
    const later = [];
    const compared = state.before
      ? `Compared with ${words(state.before.from)} to ${words(state.before.to)}.`
      : "There are no earlier days to compare with.";
    const isCompared = !isEmpty && page.tiles.some((tile) => tile.compare);
    at("main").replaceChildren(
      element("h1", { text: page.title }),
      element("p", { class: "intro", text: [page.intro.trim(), ...(isCompared ? [compared] : [])].join(" ") }),
      ...(isEmpty ? [element("p", { class: "empty banner", text: told.nothing })] : []),
      ...(!isEmpty && !told.complete
        ? [element("p", { class: "banner", text: "No day is over yet: the figures are of days that go on." })] : []),
      element("div", { class: "tiles" },
        ...page.tiles.map((tile) => tiles.build(tile, state, choose, later))),
    );
    later.forEach((act) => act());
  }

  function choose(tile, { column, value, figure }) {
    const known = state.choices[tile.id] ?? {};
    state.choices[tile.id] = column
      ? { ...known, columns: { ...known.columns, [column]: value } }
      : { ...known, value: figure };
    const index = [...at(tile.id).querySelectorAll("select")].indexOf(document.activeElement);
    show();
    at(tile.id).querySelectorAll("select")[index]?.focus();
  }

  function say(text) {
    at("said").textContent = text;
  }

  function filter(name, value) {
    state[name] = value;
    // the marts hold one of them at a time
    const other = { category: "brand", brand: "category" }[name];
    const isDropped = other && value && state[other];
    if (isDropped) state[other] = "";
    show();
    const what = value ? `${name} ${value}` : `all of ${name}`;
    say(`Showing ${what}.${isDropped ? ` The ${other} is no longer chosen: one at a time.` : ""}`);
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  function showTheme() {
    at("theme").textContent = isDark() ? "Light" : "Dark";
    show();
  }
  at("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    showTheme();
  });
  dark.addEventListener("change", showTheme);

  at("preset").replaceChildren(
    ...PRESETS.map(([text], place) => element("option", { text, value: place })),
    element("option", { text: "From … to …", value: -1, disabled: true }),
  );
  at("preset").addEventListener("change", (event) => {
    setPreset(Number(event.target.value));
    show();
    say(`Showing ${PRESETS[state.preset][0].toLowerCase()}.`);
  });
  for (const end of ["from", "to"]) {
    at(end).min = isEmpty ? "" : isoDate(first);
    at(end).max = isEmpty ? "" : isoDate(last);
    at(end).addEventListener("change", () => {
      if (!at("from").value || !at("to").value) return;
      setRange(dayOf(at("from").value), dayOf(at("to").value));
      state.preset = -1;
      show();
      say(`Showing ${at("range").textContent}.`);
    });
  }
  options(at("category"), members("category_level_1"), "All categories");
  options(at("brand"), members("brand"), "All brands");
  options(at("channel"), channels, null);
  at("channel-label").hidden = channels.length < 2;
  for (const name of ["category", "brand", "channel"]) {
    at(name).addEventListener("change", (event) => filter(name, event.target.value));
  }
  at("reset").addEventListener("click", () => {
    Object.assign(state, begin, { choices: {} });
    setPreset(begin.preset);
    show();
    say("Showing everything.");
  });
  at("fresh").textContent = told.fresh;
  addEventListener("hashchange", () => {
    show();
    at("main").focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tiles.resize, 100);
  });
  // paper is light
  let before;
  addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    show();
  });
  addEventListener("afterprint", () => {
    if (before) document.documentElement.dataset.theme = before;
    else delete document.documentElement.dataset.theme;
    show();
  });
  setPreset(begin.preset);
  showTheme();
  performance.mark("ready");
  // for who reads the figures by a script
  window.footfall = { shown: (id) => {
    const tile = told.pages.flatMap((page) => page.tiles).find((one) => one.id === id);
    const { rows, values, columns } = tiles.shown(tile, state);
    return {
      values: values.map(({ label }) => label), columns,
      rows: rows.map(({ key, figures }) => ({ key, figures })),
    };
  } };
}

start();

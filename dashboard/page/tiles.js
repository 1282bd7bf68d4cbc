// Tiles → elements. Each is a section with its chart, its figures as a table, what it
// means, and which filters leave it as it is.

function makeTiles(shop) {
  const { datasets, formats } = shop;
  const { shown, points } = makeShown(datasets);
  const charts = new Map(); // element → chart, so that those that left the page are freed

  function draw(place, options, label) {
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options);
    charts.set(place, chart);
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${label}; the figures follow as a table`);
  }

  function words(value, one) {
    return written(formats, value, one);
  }

  function large(value, one) {
    return one === null ? "–" : (formats[value.format].large ?? formats[value.format].wide)(one);
  }

  function sentence(value, dataset, row) {
    return value.sentence.replace(/\{(\w+):(\w+)\}/g, (_, column, format) => (
      words({ format }, dataset.columns[column].values[row])
    ));
  }

  function heads(tile, now) {
    const column = tile.by ?? "";
    const named = column === "local_date" ? "Date" : column.charAt(0).toUpperCase() + column.slice(1);
    const first = { steps: "Step", headlines: "Figure" }[tile.chart] ?? tile.by_label ?? named;
    if (tile.chart === "rows") return tile.values.map((value) => value.label);
    if (tile.chart === "heat") {
      return ["", ...now.columns.map((one) => memberWords(tile.columns, one))];
    }
    return [first, ...now.values.map((value) => value.label)];
  }

  function body(tile, now) {
    const dataset = datasets[tile.dataset];
    if (tile.chart === "rows") {
      return now.rows.map(({ row, figures }) => tile.values.map((value, place) => (
        value.sentence ? sentence(value, dataset, row) : words(value, figures[place])
      )));
    }
    return now.rows.map(({ key, figures, value }) => [
      tile.chart === "heat" ? memberWords(tile.rows, key) : memberWords(tile.by, key),
      ...figures.map((one, place) => (
        words(value ?? (tile.chart === "heat" ? now.values[0] : now.values[place]), one)
      )),
    ]);
  }

  function figures(tile, now) {
    const texts = tile.chart === "rows"
      ? tile.values.map((value) => !["text", "moment", "date"].includes(value.format))
      : [false, ...heads(tile, now).slice(1).map(() => true)];
    return table(tile.title, heads(tile, now), body(tile, now), texts);
  }

  function delta(value, now, before) {
    if (now === null || before === null || before === undefined) return null;
    const isShare = value.format === "percent";
    if (!isShare && before === 0) return null;
    const change = isShare ? (now - before) * 100 : now / before - 1;
    const amount = isShare
      ? `${Math.abs(change).toFixed(1)} points`
      : formats.percent.wide(Math.abs(change));
    const isUp = change > 0;
    const isFlat = Math.abs(change) < (isShare ? 0.05 : 0.0005);
    const isGood = isUp !== Boolean(value.is_better_lower);
    return element("span", {
      class: `delta ${isFlat ? "flat" : isGood ? "good" : "bad"}`,
      text: isFlat ? "no change" : `${isUp ? "▲ up" : "▼ down"} ${amount}`,
    });
  }

  function cards(tile, now, state) {
    return element("div", { class: "cards" }, ...now.rows.map((row) => {
      const [one] = row.figures;
      const unfiltered = asIs(filtersOf(row.dataset, null), state);
      return element("div", { class: "card", "data-metric": row.value.metric },
        element("h3", { text: row.key }),
        element("p", {
          class: "value", text: large(row.value, one), title: words(row.value, one),
          "data-value": one ?? "",
        }),
        element("p", { class: "against" },
          delta(row.value, one, row.before) ?? element("span", { text: "" }),
          state.before && row.before !== null
            ? element("span", { text: ` from ${large(row.value, row.before)}` }) : null),
        unfiltered ? element("p", { class: "note", text: unfiltered }) : null);
    }));
  }

  // Which of the filters that are set leave a tile as it is.
  function asIs(acts, state) {
    const told = ["category", "brand", "channel"]
      .filter((filter) => state[filter] && !acts[filter])
      .map((filter) => `Not filtered by ${filter}.`);
    if (!acts.date) told.push("Of a period of its own, not of the chosen dates.");
    return told.join(" ");
  }

  function choosers(tile, state, choose) {
    const dataset = datasets[tile.dataset];
    const choices = state.choices[tile.id] ?? {};
    const made = Object.entries(tile.choose ?? {}).map(([column, first]) => {
      const members = [...new Set(dataset.columns[column].values)].sort(compare);
      const current = choices.columns?.[column] ?? first;
      return element("label", { text: `${column.charAt(0).toUpperCase()}${column.slice(1)} ` },
        element("select", {
          on: { change: (event) => choose(tile, { column, value: members[event.target.selectedIndex] }) },
        }, ...members.map((member) => element("option", {
          text: memberWords(column, member), selected: member === current,
        }))));
    });
    if (tile.choose_value) {
      made.push(element("label", { text: "Show " }, element("select", {
        on: { change: (event) => choose(tile, { figure: event.target.selectedIndex }) },
      }, ...tile.values.map((value, place) => element("option", {
        text: value.label, selected: place === (choices.value ?? 0),
      })))));
    }
    return made.length ? element("div", { class: "choosers" }, ...made) : null;
  }

  function heat(tile, now) {
    const all = now.rows.flatMap((row) => row.figures).filter((one) => one !== null);
    const most = Math.max(...all, 0);
    const [value] = now.values;
    const made = table(`${tile.title}: ${value.label}`, heads(tile, now), body(tile, now),
      [false, ...now.columns.map(() => true)]);
    made.classList.add("heat");
    now.rows.forEach((row, down) => row.figures.forEach((one, across) => {
      const cell = made.querySelectorAll("tbody tr")[down].children[across + 1];
      if (one === null) return;
      cell.textContent = formats[value.format].axis(one);
      cell.title = words(value, one);
      cell.style.setProperty("--heat", `${most ? Math.round((one / most) * 100) : 0}%`);
    }));
    return made;
  }

  function picture(tile, now, state, later) {
    const style = look();
    const { rows, values } = now;
    const hasFigure = rows.some((row) => row.figures.some((one) => one !== null && one !== 0));
    const isCounted = !["headlines", "rows", "scatter"].includes(tile.chart);
    if (!rows.length || (!hasFigure && isCounted)) {
      const { count } = datasets[tile.dataset];
      const text = count ? "Nothing with these filters." : "There is nothing yet.";
      return element("p", { class: "empty", text });
    }
    if (tile.chart === "headlines") return cards(tile, now, state);
    if (tile.chart === "heat") return heat(tile, now);
    if (["table", "rows"].includes(tile.chart)) return figures(tile, now);
    const options = {
      line: () => lineOptions(style, formats, values, rows, now.before),
      columns: () => columnOptions(style, formats, values, rows, tile.by),
      bars: () => barOptions(style, formats, values[0], rows, tile.by),
      steps: () => stepOptions(style, formats, tile.series, rows),
      scatter: () => scatterOptions(style, formats, tile, points(tile, rows)),
    }[tile.chart]();
    const height = tile.chart === "bars" ? Math.max(120, 26 * rows.length + 40) : 260;
    const place = element("div", { class: "chart", style: `height:${height}px` });
    later.push(() => draw(place, options, tile.title));
    return place;
  }

  function meaning(tile) {
    const told = [];
    if (tile.about) told.push(element("p", {}, ...described(tile.about)));
    const values = tile.groups.flatMap((group) => group.values).filter((value) => value.about);
    if (values.length) {
      told.push(element("dl", {}, ...values.flatMap((value) => [
        element("dt", { text: value.label }), element("dd", {}, ...described(value.about)),
      ])));
    }
    for (const mart of new Set(tile.groups.map((group) => datasets[group.dataset].mart))) {
      told.push(element("h4", {}, element("code", { text: mart })));
      told.push(...shop.marts[mart].map((text) => element("p", {}, ...described(text))));
    }
    return element("details", {},
      element("summary", {}, "What this means", element("span", {
        class: "said", text: `: ${tile.title}` })), ...told);
  }

  function asTable(tile, now) {
    if (["table", "rows", "heat", "headlines"].includes(tile.chart) || !now.rows.length) return null;
    const made = element("details", {},
      element("summary", {}, "Figures", element("span", { class: "said", text: `: ${tile.title}` })));
    const whole = tile.chart === "scatter"
      ? { ...tile, chart: "rows", values: [
        { above: tile.label, label: "Name", format: "text" },
        { above: tile.group, label: "Group", format: "text" }, tile.x, tile.y] } : tile;
    made.addEventListener("toggle", () => {
      if (!made.open || made.querySelector("table")) return;
      const rows = tile.chart === "scatter" ? now.rows.map((one) => ({
        ...one,
        figures: whole.values.map((value) => datasets[tile.dataset].columns[value.above].values[one.row]),
      })) : now.rows;
      made.append(figures(whole, { ...now, rows }));
    });
    return made;
  }

  function build(tile, state, choose, later) {
    const now = shown(tile, state);
    const note = tile.chart === "headlines" || tile.dataset === "freshness"
      ? "" : asIs(filtersOf(datasets[tile.dataset], tile.by), state);
    const marts = [...new Set(tile.groups.map((group) => datasets[group.dataset].mart))];
    return element("section", {
      class: `tile${tile.wide || tile.chart === "headlines" ? " wide" : ""}`,
      id: tile.id, "aria-labelledby": `${tile.id}-title`,
    },
    element("h2", { id: `${tile.id}-title`, text: tile.title }),
    choosers(tile, state, choose),
    note ? element("p", { class: "note", text: note }) : null,
    picture(tile, now, state, later),
    element("div", { class: "more" }, asTable(tile, now), meaning(tile)),
    element("p", { class: "source", text: `${marts.join(", ")} · ${shop.fresh}` }));
  }

  return {
    build,
    shown,
    free() {
      charts.forEach((chart) => chart.dispose());
      charts.clear();
    },
    resize() {
      charts.forEach((chart) => chart.resize());
    },
  };
}

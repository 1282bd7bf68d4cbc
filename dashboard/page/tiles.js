// Tiles → elements. Each is a section with its chart, its figures as a table, what it
// means, and which filters leave it as it is.

function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "text") made.textContent = value;
    else if (key === "on") Object.entries(value).forEach(([type, act]) => made.addEventListener(type, act));
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// **Strong** and `code` of a description, without ever parsing HTML.
function described(text) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith("**")) return element("strong", { text: part.slice(2, -2) });
    if (part.startsWith("`")) return element("code", { text: part.slice(1, -1) });
    return part;
  });
}

function table(caption, heads, rows, isNumber) {
  const cells = (row, name) => row.map((cell, place) => element(
    place === 0 && name === "td" ? "th" : name,
    {
      text: cell, class: isNumber[place] ? "number" : null,
      scope: name === "th" ? "col" : place === 0 ? "row" : null,
    },
  ));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {},
      element("caption", { class: "said", text: caption }),
      element("thead", {}, element("tr", {}, ...cells(heads, "th"))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row, "td"))))));
}

function makeTiles(shop) {
  const { datasets, formats } = shop;
  const charts = new Map(); // element → chart, so that those that left the page are freed

  function draw(place, options, label) {
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options);
    charts.set(place, chart);
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${label}; the figures follow as a table`);
  }

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
    const isRanked = !["hour", "weekday"].includes(tile.by);
    const isKept = tile.by === "time_to_buy";
    return { values, rows: isRanked && !isKept ? ranked(rows, tile.limit ?? 15) : rows };
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
      .filter((filter) => state[filter] && !acts[filter] && !(filter === "channel" && state.isOnly))
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

  function points(tile, rows) {
    const { columns } = datasets[tile.dataset];
    return rows.map(({ row }) => ({
      name: columns[tile.label].values[row], group: columns[tile.group].values[row],
      x: columns[tile.x.above].values[row], y: columns[tile.y.above].values[row],
    }));
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

// Figures → options of ECharts. Colours are Okabe and Ito's, told apart by everybody.

const PALETTE = {
  light: ["#0072b2", "#d55e00", "#007a5a", "#8a4a86", "#7a6000", "#56606b"],
  dark: ["#56b4e9", "#e69f00", "#2fc79a", "#d99bc4", "#f0e442", "#aab4be"],
};

function look() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const isDark = read("--scheme") === "dark";
  return {
    colors: PALETTE[isDark ? "dark" : "light"],
    text: read("--text"), soft: read("--soft"), line: read("--line"), tile: read("--tile"),
  };
}

function axis(style, { axisLabel, ...more }) {
  return {
    axisLabel: { color: style.soft, hideOverlap: true, ...axisLabel },
    axisLine: { lineStyle: { color: style.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: style.line } },
    ...more,
  };
}

function frame(style, values, more) {
  return {
    animation: false,
    color: style.colors,
    textStyle: { color: style.text, fontFamily: "system-ui, sans-serif" },
    legend: {
      show: values.length > 1, top: 0, left: 0, icon: "roundRect",
      textStyle: { color: style.text }, type: "scroll",
    },
    grid: { left: 8, right: 16, bottom: 4, top: values.length > 1 ? 34 : 12, containLabel: true },
    tooltip: {
      trigger: "axis", confine: true, renderMode: "richText", // names are data, never markup
      backgroundColor: style.tile, borderColor: style.line, textStyle: { color: style.text },
    },
    ...more,
  };
}

function lineOptions(style, formats, values, rows, before) {
  const series = values.map((value, place) => ({
    name: value.label, type: "line", showSymbol: rows.length < 2, symbolSize: 6,
    lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][place % 3] },
    data: rows.map((row) => row.figures[place]),
    tooltip: { valueFormatter: (one) => written(formats, value, one) },
  }));
  if (before) {
    series.push({
      name: "The period before", type: "line", showSymbol: false,
      lineStyle: { width: 1.5, type: "dashed", color: style.soft },
      itemStyle: { color: style.soft },
      data: before.map((row) => row.figures[0]),
      tooltip: { valueFormatter: (one) => written(formats, values[0], one) },
    });
  }
  return frame(style, series, {
    xAxis: axis(style, {
      type: "category", boundaryGap: false,
      data: rows.map((row) => shortDateWords.format(dateOf(row.key))),
    }),
    yAxis: axis(style, {
      type: "value", min: 0, axisLabel: { formatter: formats[values[0].format].axis },
    }),
    series,
  });
}

function columnOptions(style, formats, values, rows, column) {
  return frame(style, values, {
    xAxis: axis(style, {
      type: "category",
      data: rows.map(({ key }) => (
        column === "local_date" ? shortDateWords.format(dateOf(key)) : memberWords(column, key)
      )),
    }),
    yAxis: axis(style, {
      type: "value", axisLabel: { formatter: formats[values[0].format].axis },
    }),
    series: values.map((value, place) => ({
      name: value.label, type: "bar", barMaxWidth: 48, stack: value.stack === "all" ? "all" : undefined,
      data: rows.map((row) => row.figures[place]),
      tooltip: { valueFormatter: (one) => written(formats, value, one) },
    })),
  });
}

function barOptions(style, formats, value, rows, column) {
  return frame(style, [value], {
    grid: { left: 8, right: 72, bottom: 4, top: 4, containLabel: true },
    xAxis: axis(style, {
      type: "value", splitNumber: 3, axisLabel: { formatter: formats[value.format].axis },
    }),
    yAxis: axis(style, {
      type: "category", inverse: true, splitLine: { show: false },
      axisLabel: { width: 130, overflow: "truncate", interval: 0 },
      data: rows.map(({ key }) => memberWords(column, key)),
    }),
    series: [{
      name: value.label, type: "bar", barMaxWidth: 22,
      data: rows.map((row) => row.figures[0]),
      label: {
        show: true, position: "right", color: style.text,
        formatter: ({ value: one }) => (one === null ? "" : barWords(formats, value, one)),
      },
      tooltip: { valueFormatter: (one) => written(formats, value, one) },
    }],
  });
}

function stepOptions(style, formats, series, steps) {
  const count = { label: "Sessions", format: "count" };
  return frame(style, series, {
    grid: { left: 8, right: 64, bottom: 4, top: 34, containLabel: true },
    xAxis: axis(style, { type: "value", axisLabel: { formatter: formats.count.axis } }),
    yAxis: axis(style, {
      type: "category", inverse: true, splitLine: { show: false },
      data: steps.map(({ key }) => key),
    }),
    series: series.map((name, place) => ({
      name, type: "bar", barMaxWidth: 26,
      data: steps.map((step) => step.figures[place]),
      label: {
        show: true, position: "right", color: style.text,
        formatter: ({ value: one }) => (one === null ? "" : barWords(formats, count, one)),
      },
      tooltip: { valueFormatter: (one) => written(formats, count, one) },
    })),
  });
}

const SYMBOLS = ["circle", "triangle", "rect", "diamond"];

function scatterOptions(style, formats, tile, points) {
  const groups = [...new Set(points.map((point) => point.group))].sort();
  return frame(style, groups.length > 1 ? groups : ["", ""], {
    tooltip: {
      trigger: "item", confine: true, renderMode: "richText",
      backgroundColor: style.tile, borderColor: style.line, textStyle: { color: style.text },
      formatter: ({ data }) => `${data.name}\n${tile.x.label}: ${
        written(formats, tile.x, data.value[0])}\n${tile.y.label}: ${
        written(formats, tile.y, data.value[1])}`,
    },
    grid: { left: 8, right: 24, bottom: 24, top: 60, containLabel: true },
    xAxis: axis(style, {
      type: "log", name: tile.x.label, nameLocation: "middle", nameGap: 26,
      nameTextStyle: { color: style.soft }, axisLabel: { formatter: formats[tile.x.format].axis },
    }),
    yAxis: axis(style, {
      type: "value", name: tile.y.label, nameTextStyle: { color: style.soft, align: "left" },
      axisLabel: { formatter: formats[tile.y.format].axis },
    }),
    series: groups.map((group, place) => ({
      name: group, type: "scatter", symbol: SYMBOLS[place % SYMBOLS.length], symbolSize: 11,
      itemStyle: { opacity: 0.85 },
      data: points.filter((point) => point.group === group)
        .map(({ name, x, y }) => ({ name, value: [x, y] })),
    })),
  });
}

function barWords(formats, value, one) {
  const { bar, axis: short } = formats[value.format];
  return (bar ?? short)(one);
}

function written(formats, value, one) {
  return one === null || one === undefined ? "–" : formats[value.format].wide(one);
}

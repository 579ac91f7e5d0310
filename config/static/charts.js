/* Draws a figure from the table beside it: what is drawn is what is written, and each mark leads where its number leads. */
"use strict";

(() => {
  const COLOURS = ["#1c5fb0", "#7fa8d9", "#3b4759", "#9aa5b5"];
  const NARROW = 6, WORDY = 20; // labels, and characters of all of them, that fit side by side before they are turned
  const ALL = 30; // labels that are all written, turned or not

  const read = (table, drawn) => {
    const head = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim()).slice(1);
    const names = drawn ? head.slice(0, drawn) : head;
    const rows = [...table.tBodies[0].rows];
    const number = (cell) => Number(cell.textContent.trim()) || 0;
    return {
      names,
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      values: names.map((_, at) => rows.map((row) => number(row.cells[at + 1]))),
      links: names.map((_, at) => rows.map((row) => row.cells[at + 1].querySelector("a")?.href ?? "")),
    };
  };

  const flat = (chart, data) => chart === "bar" && data.labels.some((label) => label.length > 8);

  const series = (chart, data) =>
    data.names.map((name, at) => {
      const line = chart === "line" || (chart === "mixed" && at === data.names.length - 1);
      return {
        name,
        type: line ? "line" : "bar",
        data: data.values[at],
        stack: chart === "stack" ? "all" : undefined,
        symbolSize: 7,
        barMaxWidth: 22,
        cursor: "pointer",
      };
    });

  const options = (chart, data) => {
    const lying = flat(chart, data);
    const many = data.labels.length;
    const turned = !lying && (many > NARROW || data.labels.join("").length > WORDY);
    const words = {
      type: "category",
      data: data.labels,
      inverse: lying,
      axisLabel: { color: "#3b4759", interval: lying || many <= ALL ? 0 : "auto", width: 150, overflow: "truncate", rotate: turned ? 30 : 0 },
    };
    const numbers = { type: "value", minInterval: 1, axisLabel: { color: "#3b4759" } };
    return {
      animation: false,
      color: COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 18, top: 34, bottom: 8, containLabel: true },
      legend: { top: 0, data: data.names },
      // Rich text is drawn on the canvas: the HTML kind writes inline styles, which the content policy forbids.
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      xAxis: lying ? numbers : words,
      yAxis: lying ? words : numbers,
      series: series(chart, data),
    };
  };

  const draw = (place) => {
    const table = place.closest(".figure-box").querySelector("table");
    const data = read(table, Number(place.dataset.drawn) || 0);
    const chart = place.dataset.chart;
    if (flat(chart, data)) place.style.height = `${Math.max(16, data.labels.length * 2.1 + 4)}rem`;
    const drawing = window.echarts.init(place, null, { renderer: "canvas" });
    drawing.setOption(options(chart, data));
    drawing.on("click", (mark) => {
      const link = data.links[mark.seriesIndex]?.[mark.dataIndex];
      if (link) location.assign(link);
    });
    new ResizeObserver(() => drawing.resize()).observe(place);
  };

  // A canvas knows no "inherit", and is not painted anew when a font arrives: the page's own fonts come first.
  window.desk.onReady(() => {
    if (window.echarts) document.fonts.ready.then(() => document.querySelectorAll("[data-chart]").forEach(draw));
  });
})();

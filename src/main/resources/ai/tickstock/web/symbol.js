// Candlesticks of one instrument. Without it the table of bars tells the same.
"use strict";

function ofPage(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Told apart also without red and green.
const UP = "#0072b2";
const DOWN = "#d55e00";

function readout(bar) {
  const number = (value) => (value === null ? "–" : value.toLocaleString("en-US", { maximumFractionDigits: 4 }));
  return bar.session + ": open " + number(bar.open) + ", high " + number(bar.high) + ", low " + number(bar.low)
    + ", close " + number(bar.close) + ", volume " + number(bar.volume === null ? null : Math.round(bar.volume)) + "; " + bar.source.replaceAll("_", " ")
    + ", feed " + bar.feed + ", load " + bar.run + (bar.provisional ? ", provisional" : "");
}

function marks({ splits, dividends }) {
  const all = [];
  for (const one of splits) {
    all.push({ time: one.date, position: "aboveBar", shape: "arrowDown", color: ofPage("--warn"), text: "S " + one.to + ":" + one.from });
  }
  for (const one of dividends) {
    all.push({ time: one.date, position: "belowBar", shape: "circle", color: ofPage("--good"), text: "D" });
  }
  return all.sort((a, b) => (a.time < b.time ? -1 : 1));
}

function addRanges(chart, bars) {
  const place = document.getElementById("ranges");
  const add = (name, sessions) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = name;
    button.addEventListener("click", () =>
      chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, bars.length - sessions), to: bars.length + 2 }));
    place.append(button);
  };
  add("3 months", 63);
  add("1 year", 252);
  add("5 years", 1300);
}

async function drawChart(box) {
  const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    document.getElementById("bar").textContent = "The bars could not be read; the table below may tell why.";
    return;
  }
  const facts = await answer.json();
  const chart = LightweightCharts.createChart(box, {
    autoSize: true,
    layout: { attributionLogo: false, background: { color: ofPage("--back") }, textColor: ofPage("--text") },
    grid: { vertLines: { color: ofPage("--line") }, horzLines: { color: ofPage("--line") } },
    rightPriceScale: { borderColor: ofPage("--line") },
    timeScale: { borderColor: ofPage("--line") },
  });
  const candles = chart.addSeries(LightweightCharts.CandlestickSeries,
    { upColor: UP, downColor: DOWN, wickUpColor: UP, wickDownColor: DOWN, borderVisible: false });
  const volume = chart.addSeries(LightweightCharts.HistogramSeries,
    { priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false }, 1);
  candles.setData(facts.bars.map((bar) => ({ time: bar.session, open: bar.open || bar.low, high: bar.high, low: bar.low, close: bar.close })));
  volume.setData(facts.bars.filter((bar) => bar.volume !== null).map((bar) =>
    ({ time: bar.session, value: bar.volume, color: (bar.close >= bar.open ? UP : DOWN) + "99" })));
  const panes = chart.panes();
  panes[0].setStretchFactor(4);
  panes[1].setStretchFactor(1);
  LightweightCharts.createSeriesMarkers(candles, marks(facts));
  const byDate = new Map(facts.bars.map((bar) => [bar.session, bar]));
  const line = document.getElementById("bar");
  const last = facts.bars[facts.bars.length - 1];
  if (last) line.textContent = readout(last);
  chart.subscribeCrosshairMove((at) => {
    const bar = at.time ? byDate.get(at.time) : last;
    if (bar) line.textContent = readout(bar);
  });
  addRanges(chart, facts.bars);
  chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, facts.bars.length - 252), to: facts.bars.length + 2 });
  box.dataset.drawn = String(facts.bars.length);
}

const chartBox = document.getElementById("chart");
if (chartBox) drawChart(chartBox);

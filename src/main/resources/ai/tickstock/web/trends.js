// Lines over the last sessions. Without it the table of trends tells the same.
"use strict";

const TREND_LINES = {
  found: { name: "found", colour: "#d55e00", of: (day) => day.found },
  gone: { name: "resolved or repaired", colour: "#0072b2", of: (day) => (day.resolved === null ? null : day.resolved + day.repaired) },
  open: { name: "open", colour: "#cc79a7", of: (day) => day.open },
  revised: { name: "corrected", colour: "#e69f00", of: (day) => day.revised },
  whole: { name: "whole symbols", colour: "#0072b2", of: (day) => day.whole_percent },
  agreed: { name: "as in the second source", colour: "#009e73", of: (day) => (day.second_source === null ? null : day.second_source.percent) },
};

// Neighbouring sessions with a number: between two such pieces nothing was counted, and no line is drawn.
function pieces(days, value) {
  const all = [];
  let piece = [];
  for (const day of days) {
    if (value(day) === null) {
      if (piece.length > 0) all.push(piece);
      piece = [];
    } else {
      piece.push({ time: day.session, value: value(day) });
    }
  }
  if (piece.length > 0) all.push(piece);
  return all;
}

function trendWords(day, lines, unit) {
  const number = (value) => (value === null ? "not counted" : value.toLocaleString("en-US", { maximumFractionDigits: 3 }) + unit);
  return day.session + ": " + lines.map((line) => line.name + " " + number(line.of(day))).join(", ");
}

function drawTrend(box, days) {
  const css = getComputedStyle(document.documentElement);
  const ofPage = (name) => css.getPropertyValue(name).trim();
  const lines = box.dataset.lines.split(" ").map((key) => TREND_LINES[key]);
  const isPercent = box.dataset.unit === "%";
  const unit = isPercent ? " %" : "";
  const counted = days.filter((day) => lines.some((line) => line.of(day) !== null));
  const told = box.parentElement.querySelector(".readout");
  if (counted.length === 0) {
    box.className = "trend none";
    box.textContent = "Nobody counted that in these sessions.";
    box.dataset.drawn = "0";
    return;
  }
  const chart = LightweightCharts.createChart(box, {
    autoSize: true,
    layout: { attributionLogo: false, background: { color: ofPage("--back") }, textColor: ofPage("--text") },
    grid: { vertLines: { visible: false }, horzLines: { color: ofPage("--line") } },
    rightPriceScale: { borderColor: ofPage("--line") },
    timeScale: { borderColor: ofPage("--line"), fixLeftEdge: true, fixRightEdge: true },
    localization: { dateFormat: "yyyy-MM-dd" },
    handleScroll: false,
    handleScale: false,
  });
  const most = Math.max(2, ...counted.flatMap((day) => lines.map((line) => line.of(day) ?? 0)));
  // Of counts only whole numbers stand at the scale, which begins at 0; above the most there is room for half a number.
  const isTold = (value) => isPercent || (Math.abs(value - Math.round(value)) < 1e-6 && value <= most);
  const form = {
    type: "custom", minMove: isPercent ? 0.01 : 1,
    formatter: (value) => (isTold(value) ? value.toLocaleString("en-US", { maximumFractionDigits: isPercent ? 2 : 0 }) : ""),
  };
  const scale = isPercent ? {} : { autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: most } }) };
  // All sessions have their place, also those without a number.
  const places = chart.addSeries(LightweightCharts.LineSeries,
    { priceLineVisible: false, lastValueVisible: false, priceFormat: form }); // the scale is written as the first one is
  places.setData(days.map((day) => ({ time: day.session })));
  let drawn = 0;
  for (const line of lines) {
    for (const piece of pieces(days, line.of)) {
      const series = chart.addSeries(LightweightCharts.LineSeries, {
        color: line.colour, lineWidth: 2, pointMarkersVisible: true, pointMarkersRadius: 3,
        priceLineVisible: false, lastValueVisible: false, priceFormat: form, ...scale,
      });
      series.setData(piece);
      drawn++;
    }
  }
  chart.timeScale().fitContent();
  const last = counted[counted.length - 1];
  told.textContent = trendWords(last, lines, unit);
  const byDate = new Map(days.map((day) => [day.session, day]));
  chart.subscribeCrosshairMove((at) => {
    const day = (at.time && byDate.get(at.time)) || last;
    told.textContent = trendWords(day, lines, unit);
  });
  box.dataset.drawn = String(drawn);
}

async function drawTrends(place) {
  const answer = await fetch(place.dataset.source, { headers: { Accept: "application/json" } });
  for (const box of place.querySelectorAll(".trend")) {
    if (answer.ok) continue;
    box.className = "trend none";
    box.textContent = "The numbers could not be read.";
  }
  if (!answer.ok) return;
  const { sessions } = await answer.json();
  if (sessions.every((day) => day.open === null && day.second_source === null)) {
    place.className = "notice";
    place.textContent = "No end of day made a report in the last " + sessions.length + " sessions, and no second source was compared.";
    return;
  }
  for (const box of place.querySelectorAll(".trend")) drawTrend(box, sessions);
}

const trendPlace = document.getElementById("trends");
if (trendPlace) drawTrends(trendPlace);

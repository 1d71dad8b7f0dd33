// What pages do beside htmx: countdowns, questions before what cannot be taken back, and going on
// where the server says so. Without it everything but live progress works.
"use strict";

function words(seconds) {
  if (seconds < 60) return seconds + " s";
  const two = (n) => String(n).padStart(2, "0");
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + two(seconds % 60) + " s";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + two(Math.floor((seconds % 3600) / 60)) + " min";
  return Math.floor(seconds / 86400) + " d " + Math.floor((seconds % 86400) / 3600) + " h";
}

function countDown() {
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = Math.round((Date.parse(element.dataset.until) - Date.now()) / 1000);
    element.textContent = words(Math.max(0, left));
  }
}

setInterval(countDown, 1000);

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

function goOn() {
  const link = document.querySelector("a[data-go]");
  if (link) window.location.replace(link.href);
}

document.addEventListener("htmx:afterSettle", goOn);
goOn();

// A load that is over has other buttons.
document.addEventListener("htmx:sseClose", (event) => {
  if (event.detail && event.detail.type === "message") window.location.reload();
});

// ---- coverage: instruments and sessions on a canvas

// Told apart also without red and green (Okabe and Ito), and each has its word in the legend.
const COLOURS = {
  "present": "#0072b2", "provisional": "#56b4e9", "partial": "#e69f00", "confirmed empty": "#a9b4be",
  "accepted": "#009e73", "pending": "#e8edf1", "refused": "#cc79a7", "rejected": "#7a3e9d",
  "failed": "#000000", "unexplained": "#d55e00",
};
const HEAD = 14;
const NAMES = 64;

function cellOf(line, at) {
  for (const hole of line.holes) {
    if (at >= hole.first && at <= hole.last) return hole;
  }
  const present = line.first !== null && at >= line.first && at <= line.last;
  return present ? { state: "present", reason: "", evidence: "a final bar is stored" } : null;
}

function showLegend() {
  const list = document.getElementById("legend");
  for (const [state, colour] of Object.entries(COLOURS)) {
    const item = document.createElement("li");
    const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const fill = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    fill.setAttribute("width", "100%");
    fill.setAttribute("height", "100%");
    fill.setAttribute("fill", colour);
    box.setAttribute("aria-hidden", "true");
    box.append(fill);
    item.append(box, state);
    list.append(item);
  }
}

async function paintCoverage(canvas) {
  showLegend();
  const answer = await fetch(canvas.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { sessions, lines } = await answer.json();
  const least = lines.length > 300 ? 1 : 2;
  const width = Math.max(least, Math.min(14, Math.floor((canvas.parentElement.clientWidth - NAMES) / sessions.length)));
  const height = Number(canvas.dataset.row);
  canvas.dataset.painted = String(lines.length);
  canvas.width = NAMES + width * sessions.length;
  const draw = canvas.getContext("2d");
  const text = getComputedStyle(document.body).color;
  const tall = height > 3 ? height - 1 : height;
  const hasGaps = width > 3 && height > 3;
  let chosen = null;

  function paint() {
    draw.clearRect(0, 0, canvas.width, canvas.height);
    draw.font = "11px sans-serif";
    lines.forEach((line, row) => {
      const top = row * height;
      if (height === HEAD) {
        draw.fillStyle = text;
        draw.fillText(line.symbol, 2, top + 11);
      }
      const put = (first, last, state) => {
        draw.fillStyle = COLOURS[state] || text;
        if (!hasGaps) {
          draw.fillRect(NAMES + first * width, top, (last - first + 1) * width, tall);
        } else {
          for (let at = first; at <= last; at++) draw.fillRect(NAMES + at * width, top, width - 1, tall);
        }
      };
      if (line.first !== null && line.last !== null) put(line.first, line.last, "present");
      for (const hole of line.holes) put(hole.first, hole.last, hole.state);
    });
    if (chosen) {
      draw.strokeStyle = text;
      draw.lineWidth = 2;
      draw.strokeRect(NAMES + chosen.at * width - 1, chosen.row * height - 1, width + 1, height + 1);
    }
  }

  function choose(row, at) {
    if (row < 0 || at < 0 || row >= lines.length || at >= sessions.length) return;
    chosen = { row, at };
    paint();
    const cell = cellOf(lines[row], at);
    const where = lines[row].symbol + ", " + sessions[at] + ": ";
    const told = document.getElementById("cell");
    told.textContent = (cell
      ? where + [cell.state, cell.reason, cell.evidence].filter((word) => word).join(", ")
      : where + "no session is expected of it") + ". ";
    const link = document.createElement("a");
    link.href = "/symbols/" + encodeURIComponent(lines[row].symbol);
    link.textContent = "All of " + lines[row].symbol;
    told.append(link);
  }

  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    choose(Math.floor((event.clientY - box.top) / height), Math.floor((event.clientX - box.left - NAMES) / width));
  });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const from = chosen || { row: 0, at: sessions.length - 1 };
    choose(from.row + step[0], from.at + step[1]);
  });
  paint();
}

const heat = document.getElementById("heat");
if (heat) paintCoverage(heat);

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
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  // Some answers take seconds, and a second press would be a second deed. What the button says is sent before.
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; });
});

// A page that the browser kept is as it was left.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
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

// More at once are no repair but another load.
const MOST_REPAIRED = 200;
const MOST_COUNTED = 20000;

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
  let anchor = null;

  // From the cell where the choice began to the one where it ended.
  function choice() {
    return {
      top: Math.min(anchor.row, chosen.row), bottom: Math.max(anchor.row, chosen.row),
      first: Math.min(anchor.at, chosen.at), last: Math.max(anchor.at, chosen.at),
    };
  }

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
      const { top, bottom, first, last } = choice();
      draw.strokeRect(NAMES + first * width - 1, top * height - 1, (last - first + 1) * width + 1, (bottom - top + 1) * height + 1);
    }
  }

  function wordsOfOne(line, at) {
    const cell = cellOf(line, at);
    return line.symbol + ", " + sessions[at] + ": "
      + (cell ? [cell.state, cell.reason.toLowerCase().replaceAll("_", " "), cell.evidence].filter((word) => word).join(", ") : "no session is expected of it");
  }

  function wordsOfMany({ top, bottom, first, last }) {
    const rows = bottom - top + 1;
    const days = last - first + 1;
    const counts = new Map();
    if (rows * days <= MOST_COUNTED) {
      for (let row = top; row <= bottom; row++) {
        for (let at = first; at <= last; at++) {
          const cell = cellOf(lines[row], at);
          const state = cell ? cell.state : "not expected";
          counts.set(state, (counts.get(state) || 0) + 1);
        }
      }
    }
    return (rows === 1 ? lines[top].symbol : lines[top].symbol + " to " + lines[bottom].symbol + " (" + rows + ")")
      + ", " + sessions[first] + (days === 1 ? "" : " to " + sessions[last] + " (" + days + ")") + ": "
      + ([...counts].map(([state, count]) => count + " " + state).join(", ") || "many cells");
  }

  function choose(row, at, isFurther) {
    if (row < 0 || at < 0 || row >= lines.length || at >= sessions.length) return;
    chosen = { row, at };
    if (!isFurther || !anchor) anchor = chosen;
    paint();
    const { top, bottom, first, last } = choice();
    const isOne = top === bottom && first === last;
    const told = document.getElementById("cell");
    told.textContent = (isOne ? wordsOfOne(lines[row], at) : wordsOfMany(choice())) + ". ";
    const lead = (text, path) => {
      const link = document.createElement("a");
      link.href = path;
      link.textContent = text;
      told.append(link, " ");
    };
    const symbol = encodeURIComponent(lines[row].symbol);
    if (top === bottom) lead("All of " + lines[row].symbol, "/symbols/" + symbol);
    if (isOne) lead("Minutes of that session", "/symbols/" + symbol + "/minutes?session=" + sessions[at]);
    if (!canvas.dataset.operate) return;
    if (bottom - top >= MOST_REPAIRED) {
      told.append("At most " + MOST_REPAIRED + " instruments are repaired from here.");
      return;
    }
    const symbols = lines.slice(top, bottom + 1).map((line) => line.symbol).join(",");
    lead("Repair, cost first", "/loads/new?symbols=" + encodeURIComponent(symbols) + "&from=" + sessions[first] + "&to=" + sessions[last]);
    // A person accepts sessions of one instrument at a time.
    const states = new Set();
    for (let at = first; top === bottom && at <= last; at++) states.add(cellOf(lines[row], at)?.state);
    const decide = "/symbols/" + symbol + "/sessions?from=" + sessions[first] + "&to=" + sessions[last] + "&interval=day";
    if (states.has("unexplained")) lead("Accept, with a reason", decide);
    else if (states.has("accepted")) lead("Open again, with a reason", decide);
  }

  const extend = document.getElementById("extend");
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    choose(
      Math.floor((event.clientY - box.top) / height),
      Math.floor((event.clientX - box.left - NAMES) / width),
      event.shiftKey || extend.checked);
  });
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const from = chosen || { row: 0, at: sessions.length - 1 };
    choose(from.row + step[0], from.at + step[1], event.shiftKey || extend.checked);
  });
  paint();
}

// ---- the minutes of a session: an hour a row, a minute a cell

function followMinutes(box) {
  const cells = [...box.querySelectorAll("rect")];
  const byMinute = new Map(cells.map((cell) => [Number(cell.dataset.minute), cell]));
  const told = document.getElementById("minute");
  let chosen = null;

  function choose(cell) {
    if (!cell) return;
    if (chosen) chosen.classList.remove("chosen");
    chosen = cell;
    chosen.classList.add("chosen");
    told.textContent = cell.dataset.say;
  }

  box.addEventListener("click", (event) => {
    const hour = event.target.closest(".hour");
    if (!hour) return;
    const row = hour.querySelector("svg").getBoundingClientRect();
    const begin = Math.floor(Number(hour.querySelector("rect").dataset.minute) / 60) * 60;
    choose(byMinute.get(begin + Math.floor(60 * (event.clientX - row.left) / row.width)));
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -60, ArrowDown: 60 }[event.key];
    if (!step) return;
    event.preventDefault();
    choose(chosen ? byMinute.get(Number(chosen.dataset.minute) + step) : cells[0]);
  });
}

const strip = document.getElementById("minutes");
if (strip) followMinutes(strip);

// It can come later, when it is measured.
function paintMap() {
  const heat = document.getElementById("heat");
  if (!heat || heat.dataset.begun) return;
  heat.dataset.begun = "yes";
  paintCoverage(heat);
}

document.addEventListener("htmx:afterSettle", paintMap);
paintMap();

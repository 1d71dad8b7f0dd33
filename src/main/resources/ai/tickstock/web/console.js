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

// Rows over time on a canvas. It is put into a page as it is, and needs nothing else.
(() => {
  const { until, wall, zone, rows } = JSON.parse(document.getElementById("data").textContent);
  const COLOURS = {
    green: "#2f9e44",
    walk: "#69c27d",
    yellow: "#e0a800",
    red: "#c9352b",
    dark: "#0000",
    alone: "#8a4fbf",
    "flashing-red": "#e58a84",
    "flashing-yellow": "#f0d27a",
    "flashing-green": "#9fd8ab",
    occupied: "#4a7fb5",
    fault: "#8a4fbf",
    kept: "#4a9c63",
    broken: "#d6362b",
    doubtful: "#e0a800",
    runs: "#4a7fb5",
    gone: "#d6362b",
    mark: "#7a7d80",
  };
  const TITLES = {
    weather: "Weather",
    signals: "Signals, from the wire",
    detectors: "On the street",
    expected: "Expected",
    watched: "Watched",
    unit: "The unit",
    journal: "Journal",
  };
  const [ROW, HEAD, AXIS, LEAST] = [16, 22, 26, 500];
  const place = document.getElementById("timeline");
  place.innerHTML =
    "<p>Wheel or <kbd>+</kbd> <kbd>−</kbd>: closer, farther. Drag or arrows: along. <kbd>0</kbd>: all. <kbd>j</kbd> <kbd>k</kbd>: the next, the last thing that happened. " +
    '<button type="button" data-key="+">closer</button> <button type="button" data-key="-">farther</button> <button type="button" data-key="0">all</button></p>' +
    '<canvas tabindex="0" role="img" aria-label="What happened over time; the lists below say it in words"></canvas><output aria-live="polite"></output>';
  const canvas = place.querySelector("canvas");
  const told = place.querySelector("output");
  const draw2d = canvas.getContext("2d");
  const laid = [];
  let height = AXIS;
  let group = "";
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      laid.push({ title: TITLES[group], y: height });
      height += HEAD;
    }
    laid.push({ row, y: height });
    height += ROW;
  }
  let from = 0;
  let to = until;
  let cursor = null;
  const labels = () => Math.min(260, canvas.clientWidth * 0.32);
  const x = (at) => labels() + ((at - from) / (to - from)) * (canvas.clientWidth - labels());
  const at = (px) => from + ((px - labels()) / (canvas.clientWidth - labels())) * (to - from);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "medium" });
  const span = (ms) => {
    const s = ms / 1000;
    return s < 3600
      ? `${Math.floor(s / 60)}:${(s % 60).toFixed(to - from < 20000 ? 1 : 0).padStart(to - from < 20000 ? 4 : 2, "0")}`
      : `${(s / 3600).toFixed(2)} h`;
  };

  const draw = () => {
    const scale = devicePixelRatio;
    canvas.style.height = `${height}px`;
    canvas.width = canvas.clientWidth * scale;
    canvas.height = height * scale;
    draw2d.scale(scale, scale);
    draw2d.font = "12px system-ui, sans-serif";
    const probe = document.createElement("span");
    probe.style.color = "var(--ink)";
    place.append(probe);
    const ink = getComputedStyle(probe).color;
    probe.remove();
    const width = canvas.clientWidth;
    const step =
      [100, 500, 1e3, 5e3, 1e4, 3e4, 6e4, 3e5, 6e5, 36e5, 216e5, 864e5].find((each) => (to - from) / each <= width / 90) ?? 864e5;
    draw2d.fillStyle = ink;
    draw2d.strokeStyle = "#8883";
    for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
      draw2d.beginPath();
      draw2d.moveTo(x(tick), AXIS - 6);
      draw2d.lineTo(x(tick), height);
      draw2d.stroke();
      draw2d.fillText(span(tick), x(tick) + 2, 14);
    }
    for (const { title, row, y } of laid) {
      draw2d.fillStyle = ink;
      if (title) {
        draw2d.font = "600 12px system-ui, sans-serif";
        draw2d.fillText(title, 6, y + 16);
        draw2d.font = "12px system-ui, sans-serif";
        continue;
      }
      draw2d.save();
      draw2d.beginPath();
      draw2d.rect(0, y, labels() - 6, ROW);
      draw2d.clip();
      draw2d.fillText(row.name, 14, y + 12);
      draw2d.restore();
      draw2d.save();
      draw2d.beginPath();
      draw2d.rect(labels(), y, width - labels(), ROW);
      draw2d.clip();
      for (const bar of row.bars) {
        if (bar.to < from || bar.from > to) continue;
        draw2d.fillStyle = COLOURS[bar.look] ?? "#7a7d80";
        if (bar.from === bar.to) {
          draw2d.beginPath();
          draw2d.arc(x(bar.from), y + ROW / 2, 4, 0, 7);
          draw2d.fill();
        } else draw2d.fillRect(x(bar.from), y + 2, Math.max(1, x(bar.to) - x(bar.from)), ROW - 4);
      }
      draw2d.restore();
    }
    if (cursor !== null && cursor >= from && cursor <= to) {
      draw2d.strokeStyle = COLOURS.fault;
      draw2d.beginPath();
      draw2d.moveTo(x(cursor), AXIS - 6);
      draw2d.lineTo(x(cursor), height);
      draw2d.stroke();
    }
  };

  const look = (a, b) => {
    const wide = Math.min(until, Math.max(LEAST, b - a));
    from = Math.max(0, Math.min(until - wide, a));
    to = from + wide;
    draw();
  };
  const zoom = (factor, around) => look(around - (around - from) * factor, around + (to - around) * factor);
  const say = (row, bar) => {
    told.textContent = `${row.name}, ${span(bar.from)}${bar.to > bar.from ? ` to ${span(bar.to)}` : ""} (${clock.format(wall + bar.from)}): ${bar.words}`;
  };
  const happened = rows
    .filter((row) => row.group === "weather" || row.group === "journal" || row.group === "watched")
    .flatMap((row) => row.bars.filter((bar) => bar.look !== "kept" && bar.look !== "doubtful").map((bar) => ({ row, bar })))
    .sort((a, b) => a.bar.from - b.bar.from);
  const jump = (ahead) => {
    const here = cursor ?? (ahead ? -1 : until + 1);
    const next = ahead ? happened.find(({ bar }) => bar.from > here) : happened.findLast(({ bar }) => bar.from < here);
    if (!next) return;
    cursor = next.bar.from;
    if (cursor < from || cursor > to) look(cursor - (to - from) / 2, cursor + (to - from) / 2);
    else draw();
    say(next.row, next.bar);
  };
  const key = (name) => {
    const middle = cursor !== null && cursor >= from && cursor <= to ? cursor : (from + to) / 2;
    const along = (to - from) / 5;
    if (name === "+" || name === "=") zoom(0.5, middle);
    else if (name === "-") zoom(2, middle);
    else if (name === "0" || name === "Home") look(0, until);
    else if (name === "ArrowLeft") look(from - along, to - along);
    else if (name === "ArrowRight") look(from + along, to + along);
    else if (name === "j") jump(true);
    else if (name === "k") jump(false);
    else return false;
    return true;
  };
  canvas.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && key(event.key)) event.preventDefault();
  });
  for (const button of place.querySelectorAll("button")) button.addEventListener("click", () => key(button.dataset.key));
  canvas.addEventListener(
    "wheel",
    (event) => {
      // Without Ctrl a long page must still scroll: the wheel is the timeline's only while it has been chosen.
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event.offsetX));
    },
    { passive: false },
  );
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    drag = { px: event.offsetX, from, to };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointerup", () => {
    drag = null;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag) {
      const moved = ((drag.px - event.offsetX) / (canvas.clientWidth - labels())) * (drag.to - drag.from);
      look(drag.from + moved, drag.to + moved);
      return;
    }
    cursor = Math.max(0, Math.min(until, at(event.offsetX)));
    const over = laid.find(({ row, y }) => row && event.offsetY >= y && event.offsetY < y + ROW)?.row;
    const near = ((to - from) / canvas.clientWidth) * 5;
    const bar = over?.bars.findLast(
      (each) => each.from - (each.from === each.to ? near : 0) <= cursor && cursor <= each.to + (each.from === each.to ? near : 0),
    );
    if (over && bar) say(over, bar);
    else told.textContent = `${span(cursor)} (${clock.format(wall + cursor)})`;
    draw();
  });
  addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
})();

// The live connection: comes back by itself, and loads everything anew when it does.

import { load, store, take, tell } from "./store.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;
let pause = FIRST_PAUSE;

/** Connects, and connects again whenever the connection is lost. */
export function connect() {
  const address = new URL("/control/live", location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  let opened = false;
  socket.addEventListener("open", () => {
    opened = true;
    pause = FIRST_PAUSE;
    // Listen first, load afterwards: nothing falls in between.
    load().then(() => show("live"), () => socket.close());
  });
  socket.addEventListener("message", ({ data }) => take(JSON.parse(data)));
  socket.addEventListener("close", () => {
    show("reconnecting");
    setTimeout(connect, pause);
    if (!opened) pause = Math.min(pause * 2, LONGEST_PAUSE);
  });
}

function show(signal) {
  store.signal = signal;
  tell("signal");
}

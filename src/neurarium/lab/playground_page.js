/**
 * What the playground's page runs: the view, fed by this server's WebSocket. When the first frame
 * has been drawn the page says so with `data-ready`, for whoever drives it from outside.
 */

import { mountPlayground } from "../view/playground/playground.js";
import { connectWebSocket } from "../view/transport/websocket.js";

const el = document.getElementById("page");
if (el) {
  const transport = connectWebSocket();
  mountPlayground(el, { transport, navigation: true });
  const off = transport.subscribe({
    onMessage: () => {},
    onConnection: () => {},
    onFrame: () => {
      off();
      // The view draws in the next animation frame; in the one after it the picture is there.
      requestAnimationFrame(() => requestAnimationFrame(() => el.setAttribute("data-ready", "")));
    },
  });
}

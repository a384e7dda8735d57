/** What the playground's page runs: the view, fed by this server's WebSocket. */

import { mountPlayground } from "../view/playground/playground.js";
import { connectWebSocket } from "../view/transport/websocket.js";

const el = document.getElementById("playground");
if (el) mountPlayground(el, { transport: connectWebSocket() });

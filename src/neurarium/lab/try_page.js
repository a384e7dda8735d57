/** What the page "Try it" runs. */

import { mountTryPage } from "../view/try/try_page.js";

const el = document.getElementById("page");
if (el) mountTryPage(el);

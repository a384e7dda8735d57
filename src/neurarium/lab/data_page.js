/** What the page "Data" runs. */

import { mountDataPage } from "../view/data/data_page.js";

const el = document.getElementById("page");
if (el) mountDataPage(el);

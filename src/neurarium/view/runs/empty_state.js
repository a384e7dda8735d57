/** What stands where no run is yet: the three ways to one. */

import { element } from "../core/dom.js";
import { t } from "../core/language.js";

const SCRIPT = `import neurarium
model.fit(x, y, epochs=5, callbacks=[neurarium.Watch()])`;

/** @returns {HTMLElement} */
export function emptyState() {
  return element("div", { class: "nr-empty" }, [
    element("h3", {}, [t("Nothing was trained yet")]),
    element("p", { class: "nr-quiet-text" }, [t("Every training leaves a run here: its curves, its weights, its model. There are three ways to one.")]),
    element("ol", { class: "nr-ways" }, [
      element("li", {}, [element("strong", {}, [t("On the page")]), element("p", {}, [t("Stack a few layers and press start: "), element("a", { href: "/train" }, [t("Train a network")]), "."])]),
      element("li", {}, [element("strong", {}, [t("On the command line")]), element("pre", { tabindex: 0 }, ["neurarium train digits --model 100-10"])]),
      element("li", {}, [element("strong", {}, [t("From your own Keras script")]), element("pre", { tabindex: 0 }, [SCRIPT])]),
    ]),
  ]);
}

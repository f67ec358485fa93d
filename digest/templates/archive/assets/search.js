// Search of the archive: Pagefind indexes of stretches of time, merged in the reader's browser. All text is set as text.
const script = document.querySelector("script[data-indexes]");
const names = script.dataset.indexes.split(" ").filter(Boolean);
const box = document.getElementById("q");
const status = document.getElementById("status");
const results = document.getElementById("results");
const filters = document.getElementById("filters");
const KINDS = ["tag", "platform", "jurisdiction", "year"];
const PAGE = 20;
let turn = 0;

const make = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// An excerpt is markup with <mark>: it is parsed apart and only its text and marks are taken over.
const excerpt = (markup) => {
  const made = make("p", "", { class: "summary" });
  for (const node of new DOMParser().parseFromString(markup, "text/html").body.childNodes) {
    made.append(node.nodeName === "MARK" ? make("mark", node.textContent) : node.textContent);
  }
  return made;
};

const chosen = () => {
  const wanted = {};
  for (const kind of KINDS) {
    const value = document.getElementById(`f-${kind}`)?.value;
    if (value) wanted[kind] = value;
  }
  return wanted;
};

const start = async () => {
  const base = new URL("pagefind/", document.baseURI);
  const pagefind = await import(new URL(`${names[0]}/pagefind.js`, base));
  await pagefind.options({ excerptLength: 28, bundlePath: new URL(`${names[0]}/`, base).pathname, baseUrl: new URL(".", document.baseURI).pathname });
  const baseUrl = new URL(".", document.baseURI).pathname;
  await Promise.all(names.slice(1).map((name) => pagefind.mergeIndex(new URL(`${name}/`, base).pathname, { baseUrl })));
  const known = await pagefind.filters();
  for (const kind of KINDS) {
    const values = Object.keys(known[kind] ?? {}).sort((a, b) => (kind === "year" ? b.localeCompare(a) : a.localeCompare(b)));
    if (!values.length) continue;
    const select = make("select", "", { id: `f-${kind}` });
    select.append(make("option", `any ${kind}`, { value: "" }));
    for (const value of values) select.append(make("option", value, { value }));
    select.addEventListener("change", run);
    const label = make("label", kind, { for: `f-${kind}`, class: "sr" });
    filters.append(label, select);
  }
  async function run() {
    const mine = ++turn;
    const words = box.value.trim();
    const wanted = chosen();
    const address = new URLSearchParams({ ...(words && { q: words }), ...wanted });
    history.replaceState(null, "", address.size ? `?${address}` : location.pathname);
    if (!words && !Object.keys(wanted).length) {
      results.replaceChildren();
      status.textContent = "Type a word, or choose a filter.";
      return;
    }
    const found = await pagefind.search(words || null, { filters: wanted, ...(words ? {} : { sort: { date: "desc" } }) });
    const shown = await Promise.all(found.results.slice(0, PAGE).map((one) => one.data()));
    if (mine !== turn) return;
    status.textContent = found.results.length === 1 ? "1 story" : `${found.results.length.toLocaleString("en")} stories${found.results.length > PAGE ? `; the best ${PAGE} are shown` : ""}`;
    results.replaceChildren(
      ...shown.map((one) => {
        const line = make("li", "", { class: "card" });
        const heading = make("h2");
        heading.append(make("a", one.meta.title, { href: one.url }));
        line.append(heading, excerpt(one.excerpt), make("p", one.meta.date, { class: "meta" }));
        return line;
      }),
    );
  }
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 120);
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  const asked = new URLSearchParams(location.search);
  // A reader may have begun to type while the index was on its way.
  box.value ||= asked.get("q") ?? "";
  for (const kind of KINDS) {
    const select = document.getElementById(`f-${kind}`);
    if (select && asked.get(kind)) select.value = asked.get(kind);
  }
  await run();
};

start().catch((error) => {
  status.textContent = "The search index cannot be read here; a web server is needed.";
  console.info(String(error));
});

"""A page that lists the operations of an OpenAPI document, with no file from anywhere else."""

from html import escape

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>__TITLE__</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
summary { cursor: pointer; padding: .3rem 0; }
code, pre { font-family: ui-monospace, monospace; }
pre { background: #f3f2f1; overflow: auto; padding: 1rem; }
.method { display: inline-block; font-weight: 700; min-width: 5rem; }
</style>
</head>
<body>
<h1>__TITLE__</h1>
<p id="about">Reading <a href="openapi.json">openapi.json</a>.</p>
<main id="operations"></main>
<script>
const make = (tag, text, kind) => {
  const node = document.createElement(tag);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
};
const show = (method, path, operation) => {
  const entry = make("details", "");
  const head = make("summary", "");
  const rule = operation["x-ppit"] || {};
  head.append(make("span", method.toUpperCase(), "method"), make("code", path));
  entry.append(head, make("p", operation.description || operation.summary || ""));
  if (rule.scope) entry.append(make("p", `Scope ${rule.scope}, for ${rule.purposes.join(", ")}`));
  entry.append(make("pre", JSON.stringify(operation, null, 2)));
  return entry;
};
fetch("openapi.json").then((answer) => answer.json()).then((document_) => {
  const list = document.getElementById("operations");
  for (const [path, item] of Object.entries(document_.paths))
    for (const [method, operation] of Object.entries(item))
      list.append(show(method, path, operation));
});
</script>
</body>
</html>
"""


def docs_page(title: str) -> str:
    """Return the page as HTML; it fetches ``openapi.json`` from beside itself."""
    return _PAGE.replace("__TITLE__", escape(title))

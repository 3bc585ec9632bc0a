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
h3 { font-size: 1rem; }
.method { display: inline-block; font-weight: 700; min-width: 5rem; }
</style>
</head>
<body>
<h1>__TITLE__</h1>
<p id="about">Reading <a id="link" href="openapi.json">openapi.json</a>.</p>
<main id="operations"></main>
<script>
const link = document.getElementById("link");
const make = (tag, text, kind) => {
  const node = document.createElement(tag);
  node.textContent = text;
  if (kind) node.className = kind;
  return node;
};
const shape = (schema, all, depth = 0) => {
  if (schema.$ref) return shape(all[schema.$ref.split("/").pop()] || {}, all, depth + 1);
  if (depth > 12) return "…";
  const some = schema.anyOf || schema.oneOf;
  if (some) {
    const kinds = some.map((one) => shape(one, all, depth + 1));
    return kinds.every((kind) => typeof kind === "string") ? kinds.join(" | ") : kinds[0];
  }
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.const !== undefined) return schema.const;
  if (schema.items) return [shape(schema.items, all, depth + 1)];
  if (!schema.properties) return [schema.type || "any", schema.format].filter(Boolean).join(" ");
  const must = schema.required || [];
  return Object.fromEntries(Object.entries(schema.properties).map(([name, field]) =>
    [must.includes(name) ? name : `${name}?`, shape(field, all, depth + 1)]));
};
const body = (title, holder, all) => {
  const schema = holder?.content?.["application/json"]?.schema;
  if (!schema) return [];
  return [make("h3", title), make("pre", JSON.stringify(shape(schema, all), null, 2))];
};
const show = (method, path, operation, all) => {
  const entry = make("details", "");
  const head = make("summary", "");
  const rule = operation["x-ppit"] || {};
  head.append(make("span", method.toUpperCase(), "method"), make("code", path));
  const words = (operation.description || operation.summary || "").replaceAll("``", "");
  entry.append(head, make("p", words));
  if (rule.scope) entry.append(make("p", `Scope ${rule.scope}, for ${rule.purposes.join(", ")}`));
  const good = Object.entries(operation.responses).find(([status]) => status < "300") || [];
  entry.append(...body("Request", operation.requestBody, all));
  entry.append(...body(`Answer ${good[0]}`, good[1], all));
  return entry;
};
fetch("openapi.json").then((answer) => answer.json()).then((document_) => {
  const all = document_.components?.schemas || {};
  const token = document_.components?.securitySchemes?.ppit?.flows?.clientCredentials?.tokenUrl;
  const about = document.getElementById("about");
  about.replaceChildren(document_.info.description || "", " The whole document: ", link);
  if (token) about.append(`. Tokens: POST ${token}`);
  const list = document.getElementById("operations");
  for (const [path, item] of Object.entries(document_.paths))
    for (const [method, operation] of Object.entries(item))
      list.append(show(method, path, operation, all));
});
</script>
</body>
</html>
"""


def docs_page(title: str) -> str:
    """Return the page as HTML; it fetches ``openapi.json`` from beside itself."""
    return _PAGE.replace("__TITLE__", escape(title))

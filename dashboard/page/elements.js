// Elements of the page: nothing of a shop is ever read as markup.

function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "text") made.textContent = value;
    else if (key === "on") Object.entries(value).forEach(([type, act]) => made.addEventListener(type, act));
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// **Strong** and `code` of a description, without ever parsing HTML.
function described(text) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith("**")) return element("strong", { text: part.slice(2, -2) });
    if (part.startsWith("`")) return element("code", { text: part.slice(1, -1) });
    return part;
  });
}

function table(caption, heads, rows, isNumber) {
  const cells = (row, name) => row.map((cell, place) => element(
    place === 0 && name === "td" ? "th" : name,
    {
      text: cell, class: isNumber[place] ? "number" : null,
      scope: name === "th" ? "col" : place === 0 ? "row" : null,
    },
  ));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    element("table", {},
      element("caption", { class: "said", text: caption }),
      element("thead", {}, element("tr", {}, ...cells(heads, "th"))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row, "td"))))));
}

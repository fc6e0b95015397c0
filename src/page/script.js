/* What script adds to pages that are whole without it: the chosen theme, the key that leads to the search box,
 * a link to a marked quotation, and copying. Nothing is sent anywhere. */
(function () {
  "use strict";
  var root = document.documentElement;
  var words = root.lang === "ar"
    ? { light: "فاتح", dark: "داكن", auto: "تلقائي", theme: "المظهر", quote: "انسخ رابط هذا الاقتباس", copy: "انسخ", copied: "نُسخ" }
    : { light: "Light", dark: "Dark", auto: "Automatic", theme: "Theme", quote: "Copy a link to this quotation", copy: "Copy", copied: "Copied" };

  function kept(value) {
    try {
      if (value === undefined) return localStorage.getItem("theme") || "auto";
      localStorage.setItem("theme", value);
    } catch (refused) { /* storage may be off: the choice lasts as long as the page */ }
    return value || "auto";
  }

  function show(theme) {
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    else root.removeAttribute("data-theme");
  }

  show(kept()); /* before the page is drawn */

  function element(name, text, className) {
    var made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function addThemes() {
    var list = document.querySelector(".foot ul");
    if (!list) return;
    var item = element("li", ""), label = element("label", words.theme + " "), choice = document.createElement("select");
    ["auto", "light", "dark"].forEach(function (theme) {
      var option = element("option", words[theme]);
      option.value = theme;
      option.selected = theme === kept();
      choice.append(option);
    });
    choice.addEventListener("change", function () { show(kept(choice.value)); });
    label.append(choice);
    item.append(label);
    list.append(item);
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    var box = document.querySelector("input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  function copyButton(label, text) {
    var button = element("button", label, "copy");
    button.type = "button";
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(text()).then(function () {
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = label; }, 2000);
      });
    });
    return button;
  }

  /* The paragraph's own address, and for browsers that know text fragments the words themselves. */
  function quoteAddress(selection) {
    var node = selection.anchorNode, at = node.nodeType === 1 ? node : node.parentElement;
    var block = at.closest("[id^=p]"), said = selection.toString().trim().replace(/\s+/g, " ");
    var ends = said.split(" "), fragment = encodeURIComponent(said).replace(/-/g, "%2D");
    if (ends.length > 12)
      fragment = [ends.slice(0, 5), ends.slice(-5)].map(function (end) {
        return encodeURIComponent(end.join(" ")).replace(/-/g, "%2D");
      }).join(",");
    return location.origin + location.pathname + "#" + (block ? block.id : "") + ":~:text=" + fragment;
  }

  function addQuotes() {
    var body = document.querySelector(".body"), button;
    if (!body || !navigator.clipboard) return;
    document.addEventListener("selectionchange", function () {
      var selection = document.getSelection();
      var isQuote = selection && !selection.isCollapsed && body.contains(selection.anchorNode) &&
        body.contains(selection.focusNode) && selection.toString().trim().length > 2;
      if (!isQuote) {
        if (button && document.activeElement !== button) button.hidden = true;
        return;
      }
      var address = quoteAddress(selection);
      if (button) button.remove();
      button = copyButton(words.quote, function () { return address; });
      button.classList.add("quote-link");
      body.parentElement.append(button);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    addThemes();
    addQuotes();
    var citation = document.getElementById("citation");
    if (citation && navigator.clipboard)
      citation.after(copyButton(words.copy, function () { return citation.textContent.trim(); }));
  });
})();

// Sets the colour scheme before the first paint, so that a dark page never flashes white.
(function () {
  var scheme = "light";
  try {
    var stored = localStorage.getItem("mantine-color-scheme-value");
    var dark = matchMedia("(prefers-color-scheme: dark)").matches;
    scheme = stored === "dark" || stored === "light" ? stored : dark ? "dark" : "light";
  } catch (_) {
    // No storage in this browser: light it is.
  }
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();

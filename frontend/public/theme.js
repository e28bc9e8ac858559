// Runs before the first paint, so that a light dashboard never flashes dark. Own file: the page allows no inline script.
(function () {
  var theme = 'dark';
  try {
    if (localStorage.getItem('hal0.theme') === 'light') theme = 'light';
  } catch {
    // Storage may be switched off; dark is the default then.
  }
  document.documentElement.dataset.theme = theme;
})();

import { ExitThisPage, initAll } from "./govuk-frontend.min.js";

// GOV.UK's own leaves this page one press of "back" away. Replacing it does not.
ExitThisPage.prototype.exitPage = function exitPage() {
  document.body.classList.add("govuk-exit-this-page-hide-content");
  window.location.replace(this.$button.href);
};

initAll();

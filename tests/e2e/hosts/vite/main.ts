import "partnership-assessment";

const element = document.querySelector("partnership-assessment");
const progress = document.querySelector<HTMLParagraphElement>("#progress");
if (!element || !progress) throw new Error("the page has no assessment");

element.addEventListener("pa-progress", ({ detail }) => {
  progress.textContent = `${detail.answered} of ${detail.total} answered.`;
});
element.addEventListener("pa-error", ({ detail }) => {
  progress.textContent = detail.reason;
});
element.addEventListener("pa-ready", () => {
  const door = element.partnershipAssessment(1);
  const instrument = door.instrument();
  document.body.dataset.ready = instrument?.id ?? "none";
});

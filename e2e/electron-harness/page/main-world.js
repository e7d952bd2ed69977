// Runs in the page's own world before any of its scripts, and rebuilds there what the preload exposes. Values cross between the
// worlds as text in events whose names the page does not know.
(secret) => {
  const dispatch = EventTarget.prototype.dispatchEvent;
  const call = (id, args) =>
    Reflect.apply(dispatch, document, [new CustomEvent(`${secret}-call`, { detail: JSON.stringify({ id, args }) })]);

  // As in Electron, where a page gets the answer at once: a denied window is null. Chromium would create it first.
  window.open = (url = "", frameName = "") => {
    const detail = JSON.stringify({ url: new URL(url, document.baseURI).href, frameName });
    Reflect.apply(dispatch, document, [new CustomEvent(`${secret}-open`, { detail })]);
    return null;
  };

  const build = (shape) => {
    if ("callId" in shape) return (...args) => void call(shape.callId, args);
    if (!("members" in shape)) return shape.value;
    return Object.freeze(Object.fromEntries(shape.members.map(([key, member]) => [key, build(member)])));
  };

  document.addEventListener(`${secret}-expose`, (event) => {
    event.preventDefault();
    const { key, shape } = JSON.parse(event.detail);
    Object.defineProperty(window, key, { value: build(shape), enumerable: true });
  });
};

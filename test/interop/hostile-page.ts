/** What a stranger's page can try without being allowed anything; `ADMIN` stands for the operator's window. */
export const HOSTILE = `<!doctype html><meta name="referrer" content="unsafe-url">
<iframe id="frame" name="frame"></iframe><form id="form" method="post" action="ADMIN/clock"
 enctype="text/plain" target="frame"><input name='{"advanceSeconds":1000000,"a":"' value='"}'></form><pre id="told"></pre>
<script>
const tell = (text) => { document.querySelector('#told').textContent += text + '\\n'; };
const body = JSON.stringify({ advanceSeconds: 1000000 });
const json = { 'Content-Type': 'application/json' };
const ways = {
  simple: ['/clock', { body }],
  json: ['/clock', { body, headers: json }],
  'no-cors': ['/clock', { body, mode: 'no-cors' }],
  credentials: ['/clock', { body, headers: json, credentials: 'include' }],
};
const waiting = (what, start) => new Promise((go) => start((isIn) => go(tell(what + (isIn ? ' got in' : ' refused')))));
const post = (what, path, options) => fetch('ADMIN' + path, { method: 'POST', ...options }).then((got) => tell(what + ' ' + (got.type === 'opaque' ? 'refused' : 'got in')), () => tell(what + ' refused'));
const element = (what, tag, address) => waiting(what, (end) => {
  const one = document.createElement(tag);
  one.onload = () => end(true);
  one.onerror = () => end(false);
  one.src = address;
  document.body.append(one);
});
(async () => {
  for (const [what, [path, options]] of Object.entries(ways)) await post(what, path, options);
  await waiting('sandboxed', (end) => {
    addEventListener('message', ({ data }) => end(data), { once: true });
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = '<script>fetch("ADMIN/clock", { method: "POST", body: "{}" }).then(() => parent.postMessage(true, "*"), () => parent.postMessage(false, "*"))</' + 'script>';
    document.body.append(frame);
  });
  // What became of it only the window itself can tell.
  navigator.sendBeacon('ADMIN/clock', new Blob([body], { type: 'application/json' }));
  tell('beacon refused');
  await post('step', '/lesson', { body: '{"step":0}', mode: 'no-cors' });
  await post('behaviors', '/behaviors', { body: '{"distribution":"ELESSON","pathPattern":"*","minTTL":9}', headers: json });
  await fetch('ADMIN/edges').then((got) => got.text()).then(tell, () => tell('read refused'));
  await waiting('feed', (end) => { const feed = new EventSource('ADMIN/live'); feed.onopen = () => end(true); feed.onerror = () => (feed.close(), end(false)); });
  await waiting('socket', (end) => { const socket = new WebSocket('ADMIN/live'.replace('http', 'ws')); socket.onopen = () => end(true); socket.onerror = () => end(false); });
  await element('script', 'script', 'ADMIN/page/page.js');
  await element('picture', 'img', 'ADMIN/page/icon.svg');
  const opened = open('ADMIN/');
  // Which takes as long as the browser needs to hear what the window wants nothing to do with; for ever, if it got in.
  while (opened !== null && !opened.closed) await new Promise((go) => setTimeout(go, 20));
  tell('window refused');
  const frame = document.querySelector('#frame');
  const framed = (begin) => new Promise((go) => { frame.addEventListener('load', go, { once: true }); begin(); });
  await framed(() => { frame.src = 'ADMIN/'; });
  await framed(() => document.querySelector('#form').submit());
  tell('over');
})();
</script>`;

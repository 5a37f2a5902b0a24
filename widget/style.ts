// How the conversation looks; a constructed sheet, so that a strict CSP of the host page holds.

/** The style sheet of the conversation. `--c` is the brand colour, already readable under white. */
export const STYLE = `
:host,.root{--c:#2257d6;--bg:#f6f7f9;--surface:#fff;--text:#1a1f29;--text2:#4a5363;--border:#d9dde4;--control:#7f8899;--soft:#e8eefc;--danger:#b42318;--note:#fff6d6}
@media(prefers-color-scheme:dark){:host,.root{--bg:#12151b;--surface:#1a1e26;--text:#e7eaf0;--text2:#b3bbc9;--border:#2d3340;--control:#6b7688;--soft:#1d2a47;--danger:#ff8f85;--note:#3a3212}}
.root{all:initial;box-sizing:border-box;display:flex;flex-direction:column;height:100%;background:var(--bg);color:var(--text);font:400 15px/1.55 -apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
.root *,.root *::before{box-sizing:border-box}
.wide{max-width:720px;margin:0 auto;width:100%}
header{display:flex;align-items:center;gap:10px;padding:12px 16px;background:var(--c);color:#fff;flex:none;padding-top:max(12px,env(safe-area-inset-top))}
header h1{font-size:16px;font-weight:600;margin:0;flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
header img{width:32px;height:32px;border-radius:50%;object-fit:cover;background:#fff3}
button{font:inherit;color:inherit;cursor:pointer}
button:focus-visible,a:focus-visible,input:focus-visible,textarea:focus-visible,select:focus-visible{outline:2px solid var(--c);outline-offset:2px}
header button{all:unset;cursor:pointer;min-width:32px;height:32px;padding:0 8px;border-radius:6px;display:grid;place-items:center;font-size:14px;white-space:nowrap}
header button:hover{background:#00000026}header button:focus-visible{outline:2px solid #fff;outline-offset:-2px}
.person{border:1px solid #ffffff80!important}
.bar{padding:6px 16px;font-size:13px;background:var(--note);color:var(--text);flex:none;text-align:center}
.log{flex:1;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:10px;overscroll-behavior:contain}
.log>ol{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:10px}
.m{display:flex;flex-direction:column;align-items:flex-start;max-width:88%}
.m.customer{align-items:flex-end;align-self:flex-end}
.m.system{align-self:center;max-width:100%;color:var(--text2);font-size:13px;text-align:center}
.who{font-size:12px;color:var(--text2);margin:0 4px 2px;display:flex;gap:6px}
.ai{border:1px solid var(--border);border-radius:4px;padding:0 4px}
.bubble{background:var(--surface);border:1px solid var(--border);border-radius:16px;border-bottom-left-radius:4px;padding:9px 14px;overflow-wrap:anywhere;white-space:normal}
.customer .bubble{background:var(--c);border-color:var(--c);color:#fff;border-radius:16px;border-bottom-right-radius:4px;white-space:pre-wrap}
.agent .bubble{background:var(--soft);border-color:var(--soft)}
.bubble p{margin:0}.bubble p+p,.bubble p+ul,.bubble ul+p,.bubble p+ol{margin-top:8px}.bubble ul,.bubble ol{margin:0;padding-left:20px}
.bubble a{color:inherit;text-decoration:underline;text-underline-offset:2px}.bubble code{font-family:ui-monospace,monospace;font-size:.92em}
.state{font-size:12px;color:var(--text2);margin:2px 4px}.state.failed{color:var(--danger)}
.link{all:unset;cursor:pointer;text-decoration:underline;color:inherit;margin-left:6px}
.choices{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
.choice{min-height:36px;padding:6px 14px;border-radius:18px;border:1px solid var(--c);background:var(--surface);color:var(--c)}
@media(prefers-color-scheme:dark){.choice{color:var(--text);border-color:var(--control)}}
.choice:hover:not(:disabled){background:var(--soft)}.choice:disabled{opacity:.6;cursor:default;border-color:var(--border);color:var(--text2)}
.stars{display:flex;gap:4px;margin-top:8px}.stars button{width:40px;height:40px;border-radius:8px;border:1px solid var(--control);background:var(--surface);color:var(--text);font-weight:600}
.stars button:hover:not(:disabled){background:var(--soft)}.stars button:disabled{opacity:.55}
.card,form{background:var(--surface);border:1px solid var(--border);border-radius:12px;padding:14px;margin-top:6px;width:min(320px,78vw);display:flex;flex-direction:column;gap:10px}
.cards{display:flex;gap:10px;overflow-x:auto;list-style:none;margin:0;padding:2px 2px 8px;max-width:100%;scroll-snap-type:x mandatory}.cards li{scroll-snap-align:start;flex:none;display:flex}.cards .card{width:min(240px,66vw)}.cards .row{margin-top:auto}
.card h2,form h2{font-size:15px;font-weight:600;margin:0}.card img{width:100%;border-radius:8px;display:block}.card p{margin:0;color:var(--text2)}
form label{display:flex;flex-direction:column;gap:4px;font-size:13px;color:var(--text2)}
form input,form select,form textarea{font:inherit;font-size:16px;color:var(--text);background:var(--surface);border:1px solid var(--control);border-radius:6px;padding:8px 10px;width:100%;min-height:40px}
form label.tick{flex-direction:row;align-items:flex-start;gap:8px}form label.tick input{width:20px;height:20px;min-height:0;flex:none;margin-top:1px}
.error{color:var(--danger);font-size:13px}
.row{display:flex;gap:8px;flex-wrap:wrap}
.primary,.plain{min-height:40px;padding:0 16px;border-radius:6px;border:1px solid var(--c);background:var(--c);color:#fff}
.plain{background:transparent;color:var(--text);border-color:var(--control)}.primary:disabled,.plain:disabled{opacity:.55;cursor:default}
.sources{margin:6px 4px 0;font-size:12px;color:var(--text2)}.sources summary{cursor:pointer;min-height:24px}.sources blockquote{margin:4px 0 8px;padding-left:10px;border-left:3px solid var(--border)}.sources a{color:inherit}
.media img,.media video{max-width:100%;border-radius:8px;display:block}.media audio{width:260px;max-width:100%}
.typing{color:var(--text2);font-size:13px;min-height:20px;padding:0 4px}
.composer{flex:none;display:flex;gap:8px;padding:10px 12px;background:var(--surface);border-top:1px solid var(--border);padding-bottom:max(10px,env(safe-area-inset-bottom))}
.composer textarea{flex:1;resize:none;font:inherit;font-size:16px;line-height:1.4;color:var(--text);background:var(--bg);border:1px solid var(--control);border-radius:20px;padding:9px 14px;max-height:120px;min-height:42px}
.composer button{flex:none;width:42px;height:42px;border-radius:50%;border:0;background:var(--c);color:#fff;display:grid;place-items:center}
.composer button:disabled{opacity:.5;cursor:default}
.files{flex:none;list-style:none;margin:0;padding:8px 12px 0;background:var(--surface);border-top:1px solid var(--border);font-size:13px;display:flex;flex-direction:column;gap:4px}.files+.composer{border-top:0}
.files li{display:flex;align-items:center;gap:8px;flex-wrap:wrap}.files .name{overflow-wrap:anywhere}.files progress{flex:1;min-width:60px;accent-color:var(--c)}.files .plain{min-height:28px;min-width:28px;padding:0;margin-left:auto}
.file{font:inherit;color:var(--text);background:var(--surface);border:1px solid var(--control);border-radius:12px;padding:8px 12px;max-width:100%;overflow-wrap:anywhere;text-align:start;margin-top:2px}.file:has(img){padding:4px}.file img{display:block;max-width:240px;max-height:240px;border-radius:8px}.file small{color:var(--text2)}
.composer .clip{background:transparent;color:var(--text2);border:1px solid var(--control)}
.root.over .composer{outline:2px dashed var(--c);outline-offset:-6px}
.ended{flex:none;padding:16px;text-align:center;background:var(--surface);border-top:1px solid var(--border);display:flex;flex-direction:column;gap:10px;align-items:center}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(prefers-reduced-motion:no-preference){.m{animation:in .18s ease-out}@keyframes in{from{opacity:0;transform:translateY(6px)}}}
`;

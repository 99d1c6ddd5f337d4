/* sheet.c: the style sheet of every page of HTML. See sheet.h.
 *
 * One column, as wide as can be read with ease, on any screen; dark where the reader asks
 * for it; on paper black on white, with addresses after links. What was inserted or
 * deleted is underlined or struck through besides its colour. tests/html/contrast.py holds
 * every pair of colours against WCAG 2.2 (1.4.3, 1.4.6, 1.4.11).
 */
#include "html/sheet.h"

#include <stddef.h>

/* No compiler need take a text of more than 4,095 bytes in one. */
const char *const sheet_parts[] = {
    ":root{color-scheme:light dark;--text:#212b32;--back:#fff;--quiet:#425563;--link:#005eb8;--seen:#330072;"
    "--head:#003087;--rule:#768692;--tint:#e8edee;--note:#fff7d6;--mark:#ffefa8;--mark-text:#212b32;--ins:#005336;"
    "--ins-back:#e6f4ec;--del:#8a1030;--del-back:#fbe9ee}\n"
    "@media(prefers-color-scheme:dark){:root{--text:#f0f4f5;--back:#12181d;--quiet:#c5d0d8;--link:#9bcbff;"
    "--seen:#d3bdff;--head:#d2e5ff;--rule:#84939e;--tint:#232e37;--note:#3a3320;--ins:#9be8bd;--ins-back:#123426;"
    "--del:#ffb3c4;--del-back:#45141f}}\n"
    "html{font:112.5%/1.5 \"Noto Sans\",Frutiger,Arial,sans-serif;-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:var(--back);color:var(--text)}\n"
    "main{display:block;max-width:44rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:break-word}\n"
    "h1,h2,h3,h4,h5,h6{color:var(--head);line-height:1.25;margin:2rem 0 .5rem}\n"
    "h1{font-size:2rem;margin-top:.5rem}h2{font-size:1.5rem}h3{font-size:1.2rem}h4,h5,h6{font-size:1rem}\n"
    "p,ul,ol,dl,table,figure,blockquote{margin:0 0 .75rem}\n"
    "li>p,dd>p,td>p,th>p{margin-bottom:.35rem}\n"
    ".number{margin-inline-end:.35em}\n"
    ".issuer{font-size:1.15rem;color:var(--quiet)}\n"
    ".status{font-weight:bold;background:var(--note);border-inline-start:.3rem solid var(--text);padding:.5rem "
    ".75rem}\n"
    ".declaration{background:var(--tint);border-inline-start:.3rem solid var(--link);padding:.75rem 1rem}\n"
    "a{color:var(--link)}a:visited{color:var(--seen)}a:hover{text-decoration-thickness:.15em}\n"
    "a:focus-visible,.wide:focus-visible{outline:.2rem solid var(--text);outline-offset:.1rem}\n"
    ":target{background:var(--note)}\n"
    ".skip{position:absolute;inset-inline-start:-100vw;padding:.5rem;background:var(--back)}"
    ".skip:focus{inset-inline-start:.5rem;top:.5rem}\n"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n"
    ".contents{list-style-type:\"\";padding-inline-start:0}.contents .contents{padding-inline-start:1.25rem}"
    ".contents li{margin:.3rem 0}\n"
    ".dash{list-style-type:\"\\2013\\2002\"}\n"
    ".own{list-style-type:\"\";padding-inline-start:0}.own>li{position:relative;padding-inline-start:var(--room)}"
    ".own>li>.label{position:absolute;inset-inline-start:0}\n"
    ".to-2{--room:1.8em}.to-4{--room:2.5em}.to-6{--room:3.4em}.to-8{--room:4.5em}.above{--room:1.5em}"
    ".above>li>.label{position:static;display:block;margin-inline-start:-1.5em}\n"
    "dt{font-weight:bold}dd{margin:0 0 .75rem}\n"
    "blockquote{border-inline-start:.2rem solid var(--rule);padding-inline-start:1rem;margin-inline:.5rem}\n"
    "table{border-collapse:collapse;width:100%}caption{text-align:start;font-weight:bold;padding:.75rem 0 .4rem}\n"
    "th,td{text-align:start;vertical-align:top;padding:.4rem .6rem .4rem .4rem;border-bottom:1px solid var(--rule)}"
    "thead th,thead td{background:var(--tint);border-bottom:2px solid var(--link)}\n"
    ".end{text-align:end;font-variant-numeric:tabular-nums}\n"
    ".wide{overflow-x:auto}.wide td,.wide th{overflow-wrap:normal}\n"
    "figcaption,.caption{font-weight:bold}img{max-width:100%;height:auto;background:#fff}\n"
    "sup{line-height:0}.note{position:relative;padding-inline-start:2.2em;margin:0 0 .75rem;font-size:.95rem}"
    ".note>.label{position:absolute;inset-inline-start:0}\n"
    "mark{background:var(--mark);color:var(--mark-text)}\n"
    "ins{color:var(--ins);background:var(--ins-back);text-decoration:underline}"
    "del{color:var(--del);background:var(--del-back);text-decoration:line-through}.marker{color:var(--quiet)}\n"
    ":is(p,h2,h3,h4,h5,h6,dt,caption,figcaption):has(ins,del):not(td *,th *){border-inline-start:.2rem solid "
    "var(--quiet);"
    "margin-inline-start:-.7rem;padding-inline-start:.5rem}ul:not(.own)>li>p:has(ins,del):not(td *,th *)"
    "{margin-inline-start:-1.9rem;padding-inline-start:1.7rem}"
    ":is(td,th):has(ins,del){box-shadow:inset .2rem 0 0 var(--quiet)}\n",
    "@media print{:root{--text:#000;--back:#fff;--quiet:#333;--link:#000;--seen:#000;--head:#000;--rule:#666;"
    "--tint:#eee;--note:#fff;--ins:#005336;--ins-back:#fff;--del:#8a1030;--del-back:#fff}"
    "html{font-size:11pt}main{max-width:none;padding:0}.skip{display:none}h1,h2,h3,h4,h5,h6,caption{break-after:avoid}"
    "tr,figure,img,.note{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}"
    ".part,.appendix{break-before:page}a[href^=\"http\"]::after{content:\" (\" attr(href) "
    "\")\";overflow-wrap:anywhere}}\n",
    NULL};

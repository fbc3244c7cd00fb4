// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// The seven colours of layers are told apart by readers with any of the three colour blindnesses, and stand out from
/// their background by 3 to 1; the eighth, grey, is for what shares a layer.
inline constexpr std::string_view page_style = R"(
:root{color-scheme:light dark;--page:#fff;--ink:#1c2128;--soft:#5b6470;--rule:#e1e5ea;--tint:#e3e9f0;--band:#f6f8fb;
--bad:#c0242f;--limit:#1c2128}
.c0{color:#2063b0}.c1{color:#b04620}.c2{color:#2c99ea}.c3{color:#8d406c}.c4{color:#ba830f}.c5{color:#4b3290}
.c6{color:#8f0513}.c7{color:#8b919b}.given{color:#2063b0}.outside{color:#8b919b}
@media(prefers-color-scheme:dark){
:root{--page:#16191e;--ink:#e7eaee;--soft:#a0a8b3;--rule:#2c323a;--tint:#2e3641;--band:#1b1f25;--bad:#ff7b7b;
--limit:#e7eaee}
.c0{color:#498bdc}.c1{color:#edba5e}.c2{color:#b8bdfd}.c3{color:#78a83e}.c4{color:#d190c0}.c5{color:#9f6d27}
.c6{color:#8ce2cc}.c7{color:#7b828d}.given{color:#498bdc}.outside{color:#7b828d}}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:1000px;margin:0 auto;padding:32px 20px 40px}
h1{font-size:26px;line-height:1.2;margin:0 0 8px}
h2{font-size:17px;margin:36px 0 10px}
p{margin:0 0 10px;max-width:70ch}
.lead{font-size:17px}
.note{color:var(--soft);font-size:13px;margin-top:8px;max-width:none}
strong,td{white-space:nowrap}
.wide{overflow-x:auto}
svg{display:block;width:100%;min-width:720px;height:auto;margin-bottom:14px}
svg text{font:12px system-ui,sans-serif;font-variant-numeric:tabular-nums;fill:var(--ink)}
svg .axis{fill:var(--soft)}
path{fill:currentColor;stroke:currentColor;stroke-width:.5}
.band{fill:var(--band)}
.phase{fill:var(--tint)}
line{stroke:var(--rule)}
line.base{stroke:var(--soft)}
line.limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:6 4}
line.peak{stroke:var(--soft);stroke-dasharray:1 3}
.refusal{color:var(--bad)}
line.refusal{stroke:var(--bad)}
table{border-collapse:collapse;width:100%;min-width:640px;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:5px 0 5px 18px;text-align:right;font-weight:400;border-bottom:1px solid var(--rule)}
thead th{color:var(--soft);font-size:13px;white-space:nowrap;vertical-align:bottom}
th:first-child{padding-left:0;text-align:left}
tbody th{min-width:8em;overflow-wrap:anywhere}
tbody th[class^=c]{padding-left:18px;text-indent:-18px}
tbody th[class^=c]::before{content:"";display:inline-block;width:10px;height:10px;margin-right:8px;border-radius:2px;
background:currentColor}
tbody th bdi{color:var(--ink)}
.sum th,.sum td{color:var(--soft)}
.sum th{overflow-wrap:normal}
.bar{width:34%}
.bar div{display:flex;gap:1px}
.bar span{height:12px;min-width:1px;border-radius:2px;background:currentColor}
)";

}  // namespace arenite::inline ARENITE_ABI::detail

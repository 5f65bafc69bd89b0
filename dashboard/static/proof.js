/* 核数在浏览器里的一半：稿件送去核对，回来的数标在原文里，逐个列在旁边。
   The draft goes over HTTP (dashboard/desk/proofing.py) and is kept nowhere but on this page. */
(() => {
  "use strict";
  const MARGIN = 60; // px above what is brought into sight
  const PASTED = "粘贴的文字.txt";
  const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const make = (tag, text, attributes = {}) => {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    return one;
  };

  window.puchaProof = ({ parentElement, data }) => {
    let desk = parentElement.querySelector(":scope > .proof-desk");
    if (!desk) {
      desk = make("div", "", { class: "proof-desk" });
      desk.innerHTML = data.html;
      parentElement.appendChild(desk);
      desk.pucha = open(desk, data);
    }
    desk.pucha.frame(data);
  };

  const open = (desk, first) => {
    const part = (name) => desk.querySelector(`[data-proof="${name}"]`);
    const marks = Object.fromEntries(first.marks.map(([verdict, sign, tone]) => [verdict, { sign, tone }]));
    let asof = first.asof, busy = false, address = null;
    const hidden = new Set(["一致"]); // of the list: what is right needs no reading

    const say = (text) => { part("told").textContent = text; };
    const fail = (text) => {
      say("");
      part("error").textContent = text;
      part("error").hidden = false;
    };
    const wait = (is) => {
      busy = is;
      part("run").disabled = is;
      part("file").disabled = is;
    };

    const check = async (name, content) => {
      if (busy) return;
      wait(true);
      part("error").hidden = part("found").hidden = true;
      say("正在核对……");
      const query = new URLSearchParams({ name, asof });
      try {
        const answer = await fetch(`./pucha/proof/check?${query}`, {
          method: "POST", body: content, headers: { "x-pucha": "proof" },
        });
        const told = await answer.json();
        if (told.error) fail(told.error.text);
        else show(name, told);
      } catch {
        fail("没有连上服务，请稍后再试");
      } finally {
        wait(false);
      }
    };

    const show = (name, { proof, copy }) => {
      const read = Object.entries(proof.parts).filter(([, n]) => n).map(([what, n]) => `${what}${n}`);
      say(`${name}：共找到${proof.figures.length}个数；读了${read.join("、")}`);
      const draft = part("draft"), list = part("list");
      draft.replaceChildren();
      list.replaceChildren();
      const letters = Array.from(proof.content); // offsets count code points
      let at = 0;
      proof.figures.forEach((one, n) => {
        draft.append(letters.slice(at, one.start).join(""));
        const { sign, tone } = marks[one.verdict];
        const mark = make("mark", "", {
          class: tone, "data-n": n, "data-sign": sign, tabindex: "0", role: "button",
          "aria-label": `${one.text}，${one.told}`, title: one.told,
        });
        mark.append(letters.slice(one.start, one.end).join(""));
        draft.append(mark);
        at = one.end;
      });
      draft.append(letters.slice(at).join(""));
      const order = first.marks.map(([verdict]) => verdict);
      proof.figures
        .map((one, n) => ({ ...one, n }))
        .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.n - b.n)
        .forEach((one) => list.append(line(one)));
      counts(proof.counts);
      offer(name, copy);
      part("found").hidden = false;
      draft.scrollTop = 0;
      const [worst] = list.children;
      if (worst && !worst.hidden) choose(worst.dataset.n, "list");
    };

    const line = (one) => {
      const { sign, tone } = marks[one.verdict];
      const item = make("li", "", { "data-n": one.n, "data-verdict": one.verdict });
      const lead = make("button", `${sign} ${one.text}`, { type: "button", class: tone });
      item.append(lead, make("span", one.place, { class: "note" }), make("p", one.told));
      if (one.source) {
        item.append(make("a", "查看来源", { href: `.${one.source}`, target: "_blank", rel: "noopener" }));
      }
      return item;
    };

    const counts = (of) => {
      const buttons = first.marks.map(([verdict, sign, tone]) => {
        const one = make("button", `${sign} ${verdict} ${of[verdict]}个`, {
          type: "button", class: tone, "aria-pressed": String(!hidden.has(verdict)), "data-verdict": verdict,
        });
        one.disabled = !of[verdict];
        return one;
      });
      part("counts").replaceChildren(make("span", "列出"), ...buttons);
      sift();
    };
    const sift = () => {
      let listed = 0;
      for (const item of part("list").children) {
        item.hidden = hidden.has(item.dataset.verdict);
        listed += !item.hidden;
      }
      part("list").dataset.empty = listed ? "" : "没有要列出的数";
    };
    part("counts").addEventListener("click", ({ target }) => {
      const verdict = target.closest("[data-verdict]")?.dataset.verdict;
      if (!verdict) return;
      if (!hidden.delete(verdict)) hidden.add(verdict);
      target.closest("[data-verdict]").setAttribute("aria-pressed", String(!hidden.has(verdict)));
      sift();
    });

    const offer = (name, copy) => {
      if (address) URL.revokeObjectURL(address);
      address = null;
      const link = part("copy");
      link.hidden = !copy;
      if (!copy) return;
      const bytes = Uint8Array.from(atob(copy), (letter) => letter.charCodeAt(0));
      address = URL.createObjectURL(new Blob([bytes], { type: WORD }));
      link.href = address;
      link.download = name.replace(/\.docx$/i, "-核数.docx");
    };

    /* ---- a figure in the draft and its line lead to each other */
    const choose = (n, from) => {
      for (const one of desk.querySelectorAll("[data-n]")) {
        one.classList.toggle("chosen", one.dataset.n === String(n));
      }
      const item = part("list").querySelector(`[data-n="${n}"]`);
      if (item.hidden) {
        hidden.delete(item.dataset.verdict);
        part("counts").querySelector(`[data-verdict="${item.dataset.verdict}"]`)
          .setAttribute("aria-pressed", "true");
        sift();
      }
      const box = part(from === "draft" ? "list" : "draft"); // the page itself stays where it is
      const other = box.querySelector(`[data-n="${n}"]`).getBoundingClientRect();
      const { top, bottom } = box.getBoundingClientRect();
      if (other.top < top || other.bottom > bottom) box.scrollTop += other.top - top - MARGIN;
    };
    part("draft").addEventListener("click", ({ target }) => {
      const n = target.closest("mark")?.dataset.n;
      if (n) choose(n, "draft");
    });
    part("draft").addEventListener("keydown", (event) => {
      const n = event.target.closest("mark")?.dataset.n;
      if (n && ["Enter", " "].includes(event.key)) { event.preventDefault(); choose(n, "draft"); }
    });
    part("list").addEventListener("click", ({ target }) => {
      if (target.closest("button")) choose(target.closest("li").dataset.n, "list");
    });

    const text = () => {
      const written = part("text").value;
      if (!written.trim()) { part("found").hidden = true; fail("还没有稿件：请粘贴文字，或选一个文件"); return; }
      check(PASTED, new Blob([written]));
    };
    part("run").addEventListener("click", text);
    part("text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); text(); }
    });
    part("file").addEventListener("change", ({ target }) => {
      const [file] = target.files;
      if (file) check(file.name, file);
      target.value = ""; // the same file may be chosen again, once it is mended
    });

    return { frame(data) { asof = data.asof; } };
  };
})();

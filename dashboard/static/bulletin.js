/* 简报在浏览器里的一半：开始、看进度、取消，列出已生成的，供下载和核对。
   All of it goes over HTTP (dashboard/export/bench/routes.py); a page that is left loses nothing. */
(() => {
  "use strict";
  const HOME = "./pucha/bulletin";
  const OFFLINE = "没有连上服务，请稍后再试";
  const make = (tag, text, attributes = {}) => {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    return one;
  };
  const ask = async (path, body) => {
    const sent = body === undefined ? {} : {
      method: "POST", body: JSON.stringify(body), headers: { "x-pucha": "bulletin" },
    };
    try {
      return await (await fetch(`${HOME}/${path}`, sent)).json();
    } catch {
      return { error: { text: OFFLINE } };
    }
  };
  const lasted = (seconds) => {
    const whole = Math.floor(seconds), minutes = Math.floor(whole / 60);
    return minutes ? `${minutes} 分 ${whole % 60} 秒` : `${whole} 秒`;
  };

  window.puchaBulletin = ({ parentElement, data }) => {
    let desk = parentElement.querySelector(":scope > .bulletin-desk");
    if (!desk) {
      desk = make("div", "", { class: "bulletin-desk" });
      desk.innerHTML = data.html;
      parentElement.appendChild(desk);
      desk.pucha = open(desk, data);
    }
    desk.pucha.frame(data);
  };

  const open = (desk, first) => {
    const part = (name) => desk.querySelector(`[data-bulletin="${name}"]`);
    let asof = null, may = false, run = null, following = false, since = 0, mine = null;
    let outcomes = new Map(); // folder + when it was made -> what verify said

    const tell = (name, text) => { part(name).textContent = text; part(name).hidden = !text; };

    /* ---- what may be started */
    const refresh = async (isNewWeek) => {
      const wanted = asof, told = await ask(`state.json?${new URLSearchParams({ asof })}`);
      if (wanted !== asof) return; // another week was chosen meanwhile
      if (told.error) { tell("error", told.error.text); part("none").textContent = ""; return; }
      may = !told.refusal;
      part("week").textContent = told.week;
      const role = part("role"), chosen = role.value;
      role.replaceChildren(...told.roles.map(([name, title]) => make("option", title, { value: name })));
      if (told.roles.some(([name]) => name === chosen)) role.value = chosen;
      const { number, is_registered: isKnown, trouble } = told.issue;
      if (isNewWeek || isKnown) part("issue").value = number ?? "";
      part("issue").readOnly = isKnown;
      part("note").textContent = told.refusal ?? trouble ??
        (isKnown ? "本周的期号已登记" : "期号是登记表里的下一个，可改；空着就不编期号");
      part("note").classList.toggle("warn", Boolean(told.refusal ?? trouble));
      list(told.finished);
      show(told.run);
    };

    /* ---- the run */
    const show = (now) => {
      run = now;
      const active = Boolean(run?.is_under_way);
      part("run").disabled = !may || active;
      part("role").disabled = part("issue").disabled = !may || active;
      part("stop").hidden = !(active && run.may_stop);
      part("stop").disabled = run?.state === "stopping";
      part("running").hidden = !active;
      if (active) {
        since = performance.now() - run.seconds * 1000;
        tell("error", "");
        tell("fine", "");
        progress();
        tick();
        follow();
      } else if (run?.is_told && run.id === mine) {
        ended();
      }
    };
    const ended = () => {
      const what = `${run.week} `;
      if (run.state === "made") tell("fine", `${what}已生成，用时 ${lasted(run.seconds)}`);
      if (run.state === "stopped") tell("fine", `${what}已取消，原有的没有动过`);
      if (run.state === "failed") tell("error", run.said);
    };
    const progress = () => {
      const bar = part("bar"), known = run.is_told && run.of;
      if (known) { bar.max = run.of; bar.value = run.done; } else bar.removeAttribute("value");
      const stages = (run.stages ?? []).map((title, n) => {
        const state = n < run.stage ? "past" : n === run.stage ? "now" : "";
        const pages = n === run.stage && known ? `（已完成 ${run.done} 页，共 ${run.of} 页）` : "";
        const one = make("li", `${title}${pages}`, { class: state });
        if (state === "now") one.setAttribute("aria-current", "step");
        return one;
      });
      part("stages").replaceChildren(...stages);
    };
    const tick = () => {
      if (!run?.is_under_way) return;
      const spent = lasted((performance.now() - since) / 1000);
      const doing = run.state === "stopping" ? "正在取消……" : run.text ?? "正在生成另一个版别的简报";
      part("told").textContent = `${run.who}：${doing}（已用 ${spent}）`;
    };
    setInterval(() => { if (desk.isConnected) tick(); }, 1000);

    const follow = async () => {
      if (following) return;
      following = true;
      mine = run.id; // its end is told to whoever saw it run
      while (desk.isConnected && run?.is_under_way) {
        const told = await ask(`run.json?seen=${run.news}`);
        if (told.error) { // the server is being started anew, say
          part("told").textContent = told.error.text;
          await new Promise((done) => { setTimeout(done, 2000); });
        } else if (told.run?.news !== run.news || told.run?.id !== run.id) show(told.run);
      }
      following = false;
      if (desk.isConnected) refresh(false);
    };

    part("run").addEventListener("click", async () => {
      const box = part("issue"), issue = box.value === "" ? null : Number(box.value);
      tell("error", "");
      tell("fine", "");
      if (!box.checkValidity() || (issue !== null && !Number.isInteger(issue))) {
        tell("error", "期号应是 1 起的整数；不编期号的，请空着");
        return;
      }
      part("run").disabled = true;
      const told = await ask("start", { asof, role: part("role").value, issue });
      if (told.error) {
        await refresh(false); // whose turn it is
        tell("error", told.error.text);
      } else show(told.run);
    });
    part("stop").addEventListener("click", async () => {
      part("stop").disabled = true;
      const told = await ask("stop", { id: run.id });
      if (told.error) tell("error", told.error.text);
    });

    /* ---- what is finished */
    const list = (finished) => {
      part("none").textContent = finished.length ? "" : "还没有生成过";
      part("none").hidden = finished.length > 0;
      part("list").replaceChildren(...finished.map(line));
    };
    const line = (one) => {
      const item = make("li", "", { "data-name": one.name });
      const head = make("p", "", { class: "head" });
      head.append(make("strong", one.week), make("span", one.issue ? `第${one.issue}期` : "未编期号"));
      if (one.is_draft !== null) {
        head.append(make("span", one.is_draft ? "送审稿" : "已签发", { class: one.is_draft ? "warn" : "good" }));
      }
      if (one.lacking.length) {
        head.append(make("span", `缺${one.lacking.join("、")}`, { class: "warn" }));
      }
      const note = `${one.edition}，${one.made} 生成，${one.size}，版本 ${one.version}`;
      const acts = make("p", "", { class: "acts" });
      const name = encodeURIComponent(one.name);
      for (const [key, title] of first.downloads) {
        if (key !== "all" && !one.parts.includes(key)) continue;
        acts.append(make("a", title, { href: `${HOME}/made/${name}/${key}`, download: "" }));
      }
      const button = make("button", "核对", { type: "button", "aria-label": `核对 ${one.name}` });
      const outcome = make("p", "", { class: "outcome", role: "status" });
      const key = `${one.name} ${one.made}`;
      judge(outcome, outcomes.get(key));
      button.addEventListener("click", async () => {
        button.disabled = true;
        judge(outcome, { text: "正在按清单和当时的版本核对……" });
        const told = await ask(`made/${name}/verify`, {});
        outcomes.set(key, told.error ? { agrees: false, text: told.error.text } : told);
        // the list may have been drawn anew meanwhile
        const now = part("list").querySelector(`[data-name="${CSS.escape(one.name)}"] .outcome`);
        judge(now ?? outcome, outcomes.get(key));
        button.disabled = false;
      });
      acts.append(button);
      item.append(head, make("p", note, { class: "note" }), acts, outcome);
      return item;
    };
    const judge = (place, found) => {
      place.hidden = !found;
      if (!found) return;
      const sign = found.agrees === undefined ? "" : found.agrees ? "● 相符　" : "◆ 不符　";
      place.className = `outcome ${found.agrees === undefined ? "" : found.agrees ? "good" : "bad"}`;
      place.textContent = `${sign}${found.text}`;
    };

    return {
      frame(data) {
        if (data.asof === asof) return;
        asof = data.asof;
        refresh(true);
      },
    };
  };
})();

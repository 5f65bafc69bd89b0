/* Streamlit 自带的英文改成中文：只认整句，看板自己的内容（.pucha）不碰。
   Built-in texts have no option of their own; a text that is not listed here stays as it is. */
(() => {
  "use strict";
  const WORDS = {
    // 连接与出错
    "Connection error": "连接已断开",
    "Streamlit server is not responding. Are you connected to the internet?":
      "看板服务没有应答，页面上的数字停在断开之前。请检查网络；服务恢复后会自动重新连接，不必刷新。",
    "Connection lost. Please wait for the app to reconnect, then try again.": "连接已断开，请等待重新连接后再试。",
    "Connecting": "正在连接", "CONNECTING": "正在连接", "Connecting to Streamlit server": "正在连接看板服务",
    "Connection timed out.": "连接超时。", "Please wait...": "请稍候…", "Network issue": "网络故障",
    "Page not found": "没有这个页面",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "地址中的页面不存在，已改为显示首页。",
    "Error": "出错", "Warning": "提示", "Oh no.": "页面出错",
    "Script execution error": "页面出错", "Request Timeout": "请求超时",
    "Your app is having trouble loading the component.": "部件没有加载成功，请刷新页面。",
    "This app has encountered an error. The original error message is redacted to prevent data leaks.":
      "页面出错，详情已记入日志，请联系系统管理员。",
    "An error has occurred, please try again.": "出错了，请重试。",
    "Try again": "重试", "Retry": "重试", "Continue anyway": "继续", "Dismiss": "关闭", "Close": "关闭",
    "Cancel": "取消", "Stop": "停止", "Stop script": "停止", "Rerun": "重新运行", "Running...": "正在更新…",
    // 外壳
    "Skip to main content": "跳到正文", "Main": "正文", "Main menu": "菜单", "Sidebar": "侧栏",
    "Expand sidebar": "展开侧栏", "Collapse sidebar": "收起侧栏", "App pages": "页面", "View less": "收起",
    "Notifications": "通知", "Settings": "设置", "Print": "打印", "About": "关于", "Theme": "外观",
    "Use system setting": "跟随系统", "Light": "浅色", "Dark": "深色", "Get help": "帮助",
    "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Loading...": "正在加载…",
    // 选择与输入
    "Choose an option": "请选择", "Choose options": "请选择", "Select...": "请选择", "No results": "没有匹配项",
    "No options": "没有可选项", "No options to select": "没有可选项", "No options to select.": "没有可选项",
    "Select all": "全选", "Clear all": "清空", "Clear value": "清除", "Clear selection": "取消选择",
    "Clear entry": "清除", "Open": "展开", "Selected values": "已选", "Show suggestions": "显示选项",
    "Add an option": "添加选项", "Add options": "添加选项", "Choose or add an option": "选择或添加",
    "Selectbox options": "选项", "Multiselect options": "选项", "This field is required.": "此项必填。",
    "Press Enter to apply": "按回车确认", "Press Ctrl+Enter to apply": "按 Ctrl+回车确认",
    "Press Enter to submit form": "按回车提交", "Show password": "显示密码", "Hide password": "隐藏密码",
    "Number is below the allowed range.": "小于允许的最小值。", "Number is above the allowed range.": "大于允许的最大值。",
    "Choose date": "选择日期", "Choose date range": "选择日期范围", "Clear date": "清除日期", "Clear dates": "清除日期",
    "Date range": "日期范围", "Previous month": "上个月", "Next month": "下个月",
    "Previous page": "上一页", "Next page": "下一页",
    // 上传
    "Upload": "上传", "Browse files": "选择文件", "Add files": "添加文件", "Drag and drop a file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里", "Drag and drop file here": "把文件拖到这里",
    "Upload failed": "上传失败", "Click to retry upload": "点击重新上传", "Error uploading file": "上传失败",
    "File type not allowed.": "不接受这种文件。", "Only one file is allowed.": "只能上传一个文件。", "Too many files": "文件太多",
    // 表与图
    "Search": "查找", "Type to search": "输入要找的内容", "Close Search": "关闭查找", "Previous Result": "上一个",
    "Next Result": "下一个", "No data": "无数据", "empty": "无数据", "Sort ascending": "升序", "Sort descending": "降序",
    "Pin column": "固定此列", "Unpin column": "取消固定", "Hide column": "隐藏此列", "Autosize": "适应列宽",
    "Show/hide columns": "显示或隐藏列", "Copy column name": "复制列名", "Statistics": "统计", "Format": "格式",
    "Download as CSV": "下载 CSV", "Download as PNG": "下载图片", "Show data": "数据表", "Show chart": "图",
    "Copy to clipboard": "复制", "Copied": "已复制", "Copy": "复制", "Scrollable table": "可滚动的表",
    "Scroll tabs left": "向左滚动", "Scroll tabs right": "向右滚动",
  };
  const PATTERNS = [
    [/^(?:You have requested page|The page) .+ (?:was|were) not found.*$/, "地址中的页面不存在，已改为显示首页。"],
    [/^View (\d+) more$/, "另有 $1 项"],
    [/^Limit (.+) per file(.*)$/, "每个文件不超过 $1$2"],
    [/^(\d+) selected$/, "已选 $1 项"],
    [/^Link to heading$/, "本节链接"],
  ];
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
  const chinese = (text) => {
    const bare = text.trim();
    if (!/[A-Za-z]/.test(bare)) return null;
    if (Object.hasOwn(WORDS, bare)) return WORDS[bare];
    for (const [pattern, said] of PATTERNS) if (pattern.test(bare)) return bare.replace(pattern, said);
    return null;
  };
  const ours = (node) => node.closest?.(".pucha, script, style, code, pre");
  const text = (node) => {
    if (!node.parentElement || ours(node.parentElement)) return;
    const said = chinese(node.nodeValue);
    if (said !== null) node.nodeValue = said;
  };
  const attributes = (element) => {
    if (ours(element)) return;
    for (const name of ATTRIBUTES) {
      const said = element.hasAttribute(name) ? chinese(element.getAttribute(name)) : null;
      if (said !== null) element.setAttribute(name, said);
    }
  };
  const whole = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return text(node);
    if (node.nodeType !== Node.ELEMENT_NODE || ours(node)) return undefined;
    attributes(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode;
      if (at.nodeType === Node.TEXT_NODE) text(at); else attributes(at);
    }
    return undefined;
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(whole);
      else if (change.type === "characterData") text(change.target);
      else attributes(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();

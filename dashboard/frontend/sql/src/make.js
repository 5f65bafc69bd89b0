/* An element with its properties and children. */
export const make = (name, properties = {}, ...children) => {
  const one = Object.assign(document.createElement(name), properties);
  one.append(...children);
  return one;
};

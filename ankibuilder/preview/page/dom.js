// What every part of the page needs: to find an element, and to make one.
export const $ = (id) => document.getElementById(id);
export const make = (tag, settings = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), settings);
  element.append(...children);
  return element;
};

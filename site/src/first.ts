// Runs before the page is drawn, so that it never flashes in the wrong theme or with the front page in place of a room.
try {
  const theme = localStorage.getItem('saddlelab.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // storage may be forbidden: the system's theme then
}
if (location.hash.length > 1) document.documentElement.classList.add('room');

export {};

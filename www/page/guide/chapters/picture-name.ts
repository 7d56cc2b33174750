// What the cards about pictures share.

/** Between the tags of the element that a card embeds: whoever pastes it puts a picture of theirs there. */
export const PICTURE = 'YOUR-PICTURE.png'

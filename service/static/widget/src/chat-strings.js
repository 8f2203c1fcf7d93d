// What the chat says beyond the shared views: key: [Turkish, English].
export const CHAT = {
  title: ['Belgelere sorun', 'Ask the documents'],
  greeting: [
    'Türkçe ya da İngilizce sorun; yanıt, belgede geçtiği yerle birlikte gelir.',
    'Ask in Turkish or English; the answer comes with its place in the documents.',
  ],
  suggested: ['Örnek sorular', 'Suggested questions'],
  question: ['Sorunuz', 'Your question'],
  placeholder: ['Bir soru yazın…', 'Write a question…'],
  send: ['Sor', 'Ask'],
  stop: ['Durdur', 'Stop'],
  conversation: ['Konuşma', 'Conversation'],
  reset: ['Yeni konuşma', 'New chat'],
  close: ['Kapat', 'Close'],
  you: ['Siz:', 'You:'],
  searching: ['Belgelerde aranıyor…', 'Searching the documents…'],
  copy: ['Yanıtı kopyala', 'Copy the answer'],
  announce: [
    (text, word, n) => `Yanıt: ${text} Güven: ${word}. ${n} kaynak.`,
    (text, word, n) => `Answer: ${text} Confidence: ${word}. ${n === 1 ? '1 source' : `${n} sources`}.`,
  ],
};

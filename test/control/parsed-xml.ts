/** XML as any client's parser sees it: nothing of the house has a hand in it. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly children: XmlElement[];
  /** Of the element itself, not of its children. */
  text: string;
}

/** The root; throws if the document is not well-formed. */
export function parseXml(document: string): XmlElement {
  const top: XmlElement = { name: '', namespace: '', children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, uri }) => {
    const element: XmlElement = { name: local, namespace: uri, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
  return top.children[0]!;
}

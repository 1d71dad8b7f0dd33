package ai.tickstock.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The object store's XML, and its way to encode addresses.
final class S3Text {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private final XMLStreamWriter xml;

  private S3Text(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /// A document whose root stands in the store's namespace; errors stand in none.
  static byte[] document(String root, boolean named, Consumer<S3Text> body) {
    var bytes = new ByteArrayOutputStream();
    try {
      var xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement(root);
      if (named) {
        xml.writeDefaultNamespace(NAMESPACE);
      }
      body.accept(new S3Text(xml));
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML into memory", e);
    }
    return bytes.toByteArray();
  }

  S3Text element(String name, String text) {
    return element(name, inside -> inside.text(text));
  }

  S3Text element(String name, Consumer<S3Text> body) {
    try {
      xml.writeStartElement(name);
      body.accept(this);
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML into memory", e);
    }
    return this;
  }

  void text(String text) {
    try {
      xml.writeCharacters(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML into memory", e);
    }
  }

  /// All but letters, digits and `-._~` as `%XX`.
  ///
  /// @param whole whether slashes are encoded too
  static String encoded(String text, boolean whole) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c >= 'A' && c <= 'Z'
          || c >= 'a' && c <= 'z'
          || c >= '0' && c <= '9'
          || "-._~".indexOf(c) >= 0
          || c == '/' && !whole) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c).toUpperCase(Locale.ROOT));
      }
    }
    return encoded.toString();
  }
}

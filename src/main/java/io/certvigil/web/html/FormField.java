package io.certvigil.web.html;

import io.certvigil.model.LabelField;
import io.certvigil.model.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Fields of filter forms; each shows the value of the current request. */
public final class FormField {
  private final Html html;
  private final PageRequest request;

  public FormField(Html html, PageRequest request) {
    this.html = html;
    this.request = request;
  }

  public void search(String name, String label) {
    html.add(
        "<label class='wide'>{} <input type='search' name='{}' value='{}' maxlength='200'"
            + " data-find></label>\n",
        label,
        name,
        request.text(name));
  }

  public void text(String name, String label, String example) {
    html.add(
        "<label>{} <input name='{}' value='{}' placeholder='{}' maxlength='200'></label>\n",
        label,
        name,
        request.text(name),
        example);
  }

  /** A text field with suggestions. */
  public void suggestions(String name, String label, List<String> words) {
    html.add(
        "<label>{} <input name='{}' value='{}' list='{}-words' maxlength='200'></label>\n",
        label,
        name,
        request.text(name),
        name);
    html.add("<datalist id='{}-words'>", name);
    words.forEach(word -> html.add("<option value='{}'></option>", word));
    html.add("</datalist>\n");
  }

  public void day(String name, String label) {
    html.add(
        "<label>{} <input type='date' name='{}' value='{}'></label>\n",
        label,
        name,
        request.text(name));
  }

  /** Keeps a value that was set elsewhere, such as by a link. */
  public void hidden(String name) {
    if (request.has(name)) {
      html.add("<input type='hidden' name='{}' value='{}'>", name, request.text(name));
    }
  }

  /** A choice whose first option sets no filter. */
  public void select(String name, String label, List<String> words) {
    select(name, label, words, "any");
  }

  /**
   * A choice.
   *
   * @param otherwise the label of the first option, which sets no filter
   */
  public void select(String name, String label, List<String> words, String otherwise) {
    select(name, label, words, PageText::withSpaces, otherwise);
  }

  public void source() {
    select("source", "Source", Arrays.stream(Source.values()).map(Source::word).toList());
  }

  /** A choice for each label of {@code watch}, by its name with its values. */
  public void labels(Map<String, List<String>> labels) {
    labels.forEach((name, values) -> select(LabelField.of(name), name, values));
  }

  /** A choice with labels: {@code shown} maps each word to its label. */
  public void select(
      String name,
      String label,
      List<String> words,
      UnaryOperator<String> shown,
      String otherwise) {
    html.add("<label>{} <select name='{}'><option value=''>{}</option>", label, name, otherwise);
    for (var word : words) {
      html.add(
          word.equals(request.text(name))
              ? "<option value='{}' selected>{}</option>"
              : "<option value='{}'>{}</option>",
          word,
          shown.apply(word));
    }
    html.add("</select></label>\n");
  }
}

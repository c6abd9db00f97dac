package io.certvigil.web.html;

import java.util.List;
import java.util.function.UnaryOperator;

/** Fields of forms that ask: each keeps what was asked before. */
public final class FormField {
  private final Html html;
  private final PageRequest question;

  public FormField(Html html, PageRequest question) {
    this.html = html;
    this.question = question;
  }

  public void search(String name, String label) {
    html.add(
        "<label class=\"wide\">{} <input type=\"search\" name=\"{}\" value=\"{}\" maxlength=\"200\""
            + " data-find></label>\n",
        label,
        name,
        question.text(name));
  }

  public void text(String name, String label, String example) {
    html.add(
        "<label>{} <input name=\"{}\" value=\"{}\" placeholder=\"{}\" maxlength=\"200\"></label>\n",
        label,
        name,
        question.text(name),
        example);
  }

  /** A text for which some words are offered. */
  public void suggestions(String name, String label, List<String> words) {
    html.add(
        "<label>{} <input name=\"{}\" value=\"{}\" list=\"{}-words\" maxlength=\"200\"></label>\n",
        label,
        name,
        question.text(name),
        name);
    html.add("<datalist id=\"{}-words\">", name);
    words.forEach(word -> html.add("<option value=\"{}\"></option>", word));
    html.add("</datalist>\n");
  }

  public void day(String name, String label) {
    html.add(
        "<label>{} <input type=\"date\" name=\"{}\" value=\"{}\"></label>\n",
        label,
        name,
        question.text(name));
  }

  /** What was asked otherwise and still counts. */
  public void hidden(String name) {
    if (question.has(name)) {
      html.add("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, question.text(name));
    }
  }

  /** A choice whose first is everything. */
  public void select(String name, String label, List<String> words) {
    select(name, label, words, "any");
  }

  /**
   * A choice.
   *
   * @param otherwise what it is called that nothing is chosen
   */
  public void select(String name, String label, List<String> words, String otherwise) {
    select(name, label, words, PageText::withSpaces, otherwise);
  }

  /** The same, each shown as this says. */
  public void select(
      String name,
      String label,
      List<String> words,
      UnaryOperator<String> shown,
      String otherwise) {
    html.add(
        "<label>{} <select name=\"{}\"><option value=\"\">{}</option>", label, name, otherwise);
    for (var word : words) {
      html.add(
          word.equals(question.text(name))
              ? "<option value=\"{}\" selected>{}</option>"
              : "<option value=\"{}\">{}</option>",
          word,
          shown.apply(word));
    }
    html.add("</select></label>\n");
  }
}

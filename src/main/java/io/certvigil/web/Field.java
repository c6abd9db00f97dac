package io.certvigil.web;

import java.util.List;

/** Fields of forms that ask: each keeps what was asked before. */
final class Field {
  private final Html html;
  private final Question question;

  Field(Html html, Question question) {
    this.html = html;
    this.question = question;
  }

  void search(String name, String label) {
    html.add(
        "<label class=\"wide\">{} <input type=\"search\" name=\"{}\" value=\"{}\" maxlength=\"200\""
            + " data-find></label>\n",
        label,
        name,
        question.text(name));
  }

  void text(String name, String label, String example) {
    html.add(
        "<label>{} <input name=\"{}\" value=\"{}\" placeholder=\"{}\" maxlength=\"200\"></label>\n",
        label,
        name,
        question.text(name),
        example);
  }

  /** A choice whose first is everything. */
  void select(String name, String label, List<String> words) {
    select(name, label, words, "any");
  }

  /**
   * A choice.
   *
   * @param otherwise what it is called that nothing is chosen
   */
  void select(String name, String label, List<String> words, String otherwise) {
    html.add(
        "<label>{} <select name=\"{}\"><option value=\"\">{}</option>", label, name, otherwise);
    for (var word : words) {
      html.add(
          word.equals(question.text(name))
              ? "<option value=\"{}\" selected>{}</option>"
              : "<option value=\"{}\">{}</option>",
          word,
          Words.spaced(word));
    }
    html.add("</select></label>\n");
  }
}

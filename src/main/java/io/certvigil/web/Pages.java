package io.certvigil.web;

import io.certvigil.store.CursorException;
import io.certvigil.store.StoreException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The pages beside the overview, and what is done on them. */
final class Pages {
  private static final String HTML = "text/html; charset=utf-8";

  private final Web.Status status;
  private final Acts acts;

  Pages(Web.Status status) {
    this.status = status;
    this.acts = new Acts(status);
  }

  /** What is answered at a page: a whole page, or where to look instead. */
  @FunctionalInterface
  private interface Page {
    String html(Question question, Shell shell);
  }

  /** What is done, and where to look then. */
  @FunctionalInterface
  private interface Act {
    String then(Question question);
  }

  Map<String, Answer> all() {
    var all = new HashMap<String, Answer>();
    all.put("/certificates", page("", new CertificatesPage(status)::html));
    all.put("/certificates/*", page("../", new CertificateReader(status)::page));
    all.put("/changes", page("", new ChangesPage(status)::html));
    all.put("/alerts", page("", new AlertsReader(status)::page));
    all.put("/sweeps", page("", new SweepsReader(status)::page));
    all.put("/channels", page("", new ChannelsReader(status)::page));
    var runbook = new RunbookPage();
    all.put("/runbook", page("", runbook::index));
    all.put("/runbook/*", page("../", runbook::section));
    all.put("POST /alerts/ack", act(acts::ack));
    all.put("POST /alerts/silence", act(acts::silence));
    all.put("POST /alerts/end", act(acts::end));
    all.put("POST /channels/test", form("../", new ChannelsReader(status)::test));
    return all;
  }

  private Answer page(String up, Page page) {
    return (request, response) -> show(Question::of, up, page, request, response);
  }

  private Answer form(String up, Page page) {
    return (request, response) -> show(Question::ofForm, up, page, request, response);
  }

  private void show(
      Function<Request, Question> question,
      String up,
      Page page,
      Request request,
      Response response)
      throws IOException {
    var shell = new Shell(status.about(), status.clock().instant(), up);
    try {
      var html = page.html(question.apply(request), shell);
      Answer.text(request, response, HttpStatus.OK_200, HTML, html);
    } catch (NotHere e) {
      Answer.text(request, response, HttpStatus.NOT_FOUND_404, HTML, sorry(shell, "Not here", e));
    } catch (WrongForm | CursorException e) {
      var html = sorry(shell, "That cannot be shown", e);
      Answer.text(request, response, HttpStatus.BAD_REQUEST_400, HTML, html);
    } catch (StoreException e) {
      var html = sorry(shell, "The store cannot be read", e);
      Answer.text(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, HTML, html);
    }
  }

  private static String sorry(Shell shell, String what, RuntimeException why) {
    return shell.page(
        Tab.OVERVIEW,
        what,
        false,
        html ->
            html.add(
                "<h1>{}</h1>\n<div class=\"banner critical\" role=\"alert\"><p>{}</p></div>\n",
                what,
                String.valueOf(why.getMessage())));
  }

  /** Done once, then shown: a reload of what follows does nothing again. */
  private Answer act(Act act) {
    return (request, response) -> {
      try {
        var then = act.then(Question.ofForm(request));
        response.setStatus(HttpStatus.SEE_OTHER_303);
        response.getHeaders().put(HttpHeader.LOCATION, "../" + then);
      } catch (WrongForm e) {
        var shell = new Shell(status.about(), status.clock().instant(), "../");
        var html = sorry(shell, "That cannot be done", e);
        Answer.text(request, response, HttpStatus.BAD_REQUEST_400, HTML, html);
      }
    };
  }
}

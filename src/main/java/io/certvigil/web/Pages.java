package io.certvigil.web;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CursorException;
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
  private final SiteContext context;
  private final Acts acts;

  Pages(SiteContext context) {
    this.context = context;
    this.acts = new Acts(context);
  }

  /** Reads what a page shows, and renders it. */
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
    all.put("/certificates", page("", this::certificates));
    all.put("/certificates/*", page("../", this::certificate));
    all.put("/changes", page("", this::changes));
    all.put("/alerts", page("", this::alerts));
    all.put("/sweeps", page("", this::sweeps));
    all.put("/channels", page("", this::channels));
    var runbook = new RunbookPage();
    all.put("/runbook", page("", runbook::index));
    all.put("/runbook/*", page("../", runbook::section));
    all.put("POST /alerts/ack", act(acts::ack));
    all.put("POST /alerts/silence", act(acts::silence));
    all.put("POST /alerts/end", act(acts::end));
    all.put("POST /channels/test", form("../", this::test));
    return all;
  }

  private String certificates(Question question, Shell shell) {
    var view = new CertificatesReader(context).read(question, shell.now());
    return new CertificatesPage(question, view).html(shell);
  }

  private String certificate(Question question, Shell shell) {
    var view = new CertificateReader(context).read(question, shell.now());
    return new CertificatePage(question, view).html(shell);
  }

  private String changes(Question question, Shell shell) {
    var view = new ChangesReader(context).read(question, shell.now());
    return new ChangesPage(question, view).html(shell);
  }

  private String alerts(Question question, Shell shell) {
    var view = new AlertsReader(context).read(question, shell.now());
    return new AlertsPage(question, view).html(shell);
  }

  private String sweeps(Question question, Shell shell) {
    return new SweepsPage(question, new SweepsReader(context).read(question)).html(shell);
  }

  private String channels(Question question, Shell shell) {
    var view = new ChannelsReader(context).read(question, shell.now(), null);
    return new ChannelsPage(question, view).html(shell);
  }

  private String test(Question question, Shell shell) {
    var test = new ChannelTestAction(context).run(question);
    var view = new ChannelsReader(context).read(question, shell.now(), test);
    return new ChannelsPage(question, view).html(shell);
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
    var shell = new Shell(context.about(), context.clock().instant(), up);
    try {
      var html = page.html(question.apply(request), shell);
      Answer.text(request, response, HttpStatus.OK_200, Answer.HTML, html);
    } catch (NotHere e) {
      Answer.text(
          request, response, HttpStatus.NOT_FOUND_404, Answer.HTML, sorry(shell, "Not here", e));
    } catch (WrongForm | CursorException e) {
      var html = sorry(shell, "That cannot be shown", e);
      Answer.text(request, response, HttpStatus.BAD_REQUEST_400, Answer.HTML, html);
    } catch (StoreException e) {
      var html = sorry(shell, "The store cannot be read", e);
      Answer.text(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, Answer.HTML, html);
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
        var shell = new Shell(context.about(), context.clock().instant(), "../");
        var html = sorry(shell, "That cannot be done", e);
        Answer.text(request, response, HttpStatus.BAD_REQUEST_400, Answer.HTML, html);
      }
    };
  }
}

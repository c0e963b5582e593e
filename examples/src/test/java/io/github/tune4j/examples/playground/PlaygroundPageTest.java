package io.github.tune4j.examples.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.examples.asking.Served;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testing.VirtualTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. {@code -Dtune4j.screenshots=DIR} keeps pictures of it. */
class PlaygroundPageTest {
    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String SPACE = " ";

    /** For every text that can be seen: its contrast to what is behind it. */
    private static final String CONTRASTS = """
            (() => {
              const parse = c => c.match(/[\\d.]+/g).map(Number);
              const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
                .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = e => {
                for (let at = e; at; at = at.parentElement) {
                  const c = parse(getComputedStyle(at).backgroundColor);
                  if (c.length < 4 || c[3] > 0) { return c; }
                }
                return [255, 255, 255];
              };
              const found = [];
              const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (seen.nextNode()) {
                const e = seen.currentNode.parentElement;
                if (!seen.currentNode.data.trim() || !e.checkVisibility() || e.closest('.away, .skip')) { continue; }
                const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
                found.push([seen.currentNode.data.trim().slice(0, 30), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
              }
              for (const e of document.querySelectorAll('input, textarea, button')) {
                if (!e.checkVisibility()) { continue; }
                const [a, b] = [light(parse(getComputedStyle(e).borderTopColor)), light(behind(e.parentElement))];
                found.push(['edge of ' + e.id, 1.5 * (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
              }
              return found;
            })()""";

    @TempDir
    static Path profile;

    private static Browser browser;
    private PlaygroundServer server;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(
                Browser.isThere(), "chromium and chromedriver are not on the PATH: the page is not tried in a browser");
        browser = Browser.start(profile);
    }

    @AfterAll
    static void shut() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void visit(StreamingChatModel base, StreamingChatModel tuned, String notice) throws Exception {
        VirtualTime time = VirtualTime.start();
        Budget budget = Budget.ofUsd("137");
        TunedSeat seat = TunedSeat.forSale(
                () -> {
                    budget.charge("an hour", new BigDecimal("132"), null);
                    return new Served(tuned, time.now(), new BigDecimal("132.00"), () -> {}, () -> false, () -> {});
                },
                time);
        server = PlaygroundServer.start(
                new Room(base, "Claude 3 Haiku", seat, "132.00 USD for each started hour", budget, "Be brief.", notice),
                0);
        browser.look(1280, 900, "light");
        browser.open(server.address());
        browser.await(
                "document.getElementById('limit').textContent !== '' && document.getElementById('system').value !== ''");
    }

    private static void ask(String question) throws Exception {
        browser.type("question", question);
        browser.click("ask");
    }

    private static void awaitAnswers() throws Exception {
        browser.await("document.querySelectorAll('.answer[aria-busy=\"false\"]').length === 2"
                + " && document.getElementById('progress').textContent === 'Both have answered.'");
    }

    @Test
    void base_and_tuned_answer_side_by_side_while_the_meter_runs() throws Exception {
        visit(Talker.saying("I do ", "not know."), Talker.saying("Blue."), "");
        browser.click("buy");
        browser.await("document.getElementById('usd').textContent === '132.00'");
        browser.await("document.getElementById('standing').textContent.startsWith('In service')");
        assertThat(browser.text("clock")).contains("132.00 USD for each started hour");
        ask("What colour?");
        awaitAnswers();
        assertThat(browser.text("base-answer")).isEqualTo("I do not know.");
        assertThat(browser.text("tuned-answer")).isEqualTo("Blue.");
        assertThat(browser.text("tuned-facts")).contains("34 out").contains("56 ms");
        int left = browser.js("document.getElementById('base-answer').getBoundingClientRect().right")
                .asInt();
        int right = browser.js("document.getElementById('tuned-answer').getBoundingClientRect().left")
                .asInt();
        assertThat(left).isLessThan(right);
        browser.click("end");
        browser.await("document.getElementById('standing').textContent.startsWith('Not running')");
    }

    @Test
    void an_answer_is_shown_while_it_is_written_in_a_live_region_and_can_be_stopped() throws Exception {
        Semaphore may = new Semaphore(1);
        visit(Talker.halting(may, "First. ", "Second. ", "Third."), Talker.saying(""), "");
        ask("What?");
        browser.await("document.getElementById('base-answer').textContent === 'First. '");
        assertThat(browser.js("document.getElementById('base-answer').ariaLive").asText())
                .isEqualTo("polite");
        assertThat(browser.js("document.getElementById('base-answer').ariaBusy").asText())
                .isEqualTo("true");
        may.release();
        browser.await("document.getElementById('base-answer').textContent === 'First. Second. '");
        browser.click("stop");
        browser.await("document.getElementById('progress').textContent === 'The answers were stopped.'");
        assertThat(browser.js("document.activeElement.id").asText()).isEqualTo("ask");
        may.release(3);
    }

    @Test
    void what_a_model_says_is_text_and_never_markup() throws Exception {
        String attack = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
                + "</div></article>&lt;b&gt; javascript:alert(1) \u202Ereversed";
        visit(Talker.saying(attack), Talker.saying("fine"), "");
        ask("<b>bold?</b>");
        awaitAnswers();
        assertThat(browser.text("base-answer")).isEqualTo(attack);
        assertThat(browser.text("asked")).isEqualTo("<b>bold?</b>");
        assertThat(browser.js("document.querySelectorAll('.answers img, .answers script, .answers b').length")
                        .asInt())
                .isZero();
        assertThat(browser.js("document.title").asText()).startsWith("Playground");
    }

    @Test
    void a_failure_stands_where_the_answer_would_with_its_cure() throws Exception {
        StreamingChatModel poor = new StreamingChatModel() {
            @Override
            public ChatReply chat(ChatRequest request) {
                throw new AssertionError("not streamed");
            }

            @Override
            public ChatReply chat(ChatRequest request, Consumer<? super String> onText) {
                Budget.ofUsd("1").reserve("this call", new BigDecimal("2"));
                throw new AssertionError("not reached");
            }
        };
        visit(poor, Talker.saying("fine"), "");
        ask("What?");
        awaitAnswers();
        assertThat(browser.text("base-answer"))
                .contains("this call may cost 2 USD")
                .contains("To fix:");
        assertThat(browser.text("tuned-answer")).contains("Start it above");
    }

    @Test
    void everything_can_be_done_with_the_keyboard_in_an_order_that_makes_sense() throws Exception {
        visit(Talker.saying("Yes."), Talker.saying("No."), "");
        assertThat(browser.js("document.activeElement.id").asText()).isEqualTo("question");
        browser.press("H", "i", "?");
        List<String> order = new ArrayList<>(List.of("question"));
        for (int i = 0; i < 9; i++) {
            browser.press(TAB);
            order.add(browser.js("document.activeElement.id || document.activeElement.localName")
                    .asText());
        }
        assertThat(order)
                .containsExactly(
                        "question",
                        "summary",
                        "system",
                        "temperature",
                        "top-p",
                        "max-tokens",
                        "ask",
                        "base-answer",
                        "tuned-answer",
                        "quit");
        browser.js("document.getElementById('temperature').focus()");
        browser.press("0", ".", "5");
        browser.js("document.getElementById('ask').focus()");
        browser.press(ENTER);
        awaitAnswers();
        assertThat(browser.text("base-answer")).isEqualTo("Yes.");
        browser.js("document.getElementById('buy').focus()");
        browser.press(SPACE);
        browser.await("document.getElementById('standing').textContent.startsWith('In service')");
        assertThat(browser.js("document.activeElement.id").asText()).isEqualTo("end");
    }

    @Test
    void a_wrong_field_is_named_and_gets_the_focus() throws Exception {
        Talker base = Talker.saying("Yes.");
        visit(base, Talker.saying("No."), "");
        browser.click("ask");
        assertThat(browser.text("problem")).isEqualTo("Write a question first.");
        assertThat(browser.js("document.activeElement.id").asText()).isEqualTo("question");
        browser.type("question", "What?");
        browser.type("top-p", "7");
        browser.click("ask");
        assertThat(browser.text("problem")).startsWith("top_p:");
        assertThat(browser.js("document.activeElement.id").asText()).isEqualTo("top-p");
        assertThat(base.asked).isEmpty();
    }

    @Test
    void every_field_has_a_label_and_every_region_a_name() throws Exception {
        visit(Talker.saying("Yes."), Talker.saying("No."), "");
        JsonNode unlabelled = browser.js("[...document.querySelectorAll('input, textarea')]"
                + ".filter(e => e.labels.length !== 1 || e.labels[0].textContent.trim() === '').map(e => e.id)");
        assertThat(unlabelled).isEmpty();
        JsonNode unnamed = browser.js("[...document.querySelectorAll('section, article, [role=log]')]"
                + ".filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))).map(e => e.outerHTML)");
        assertThat(unnamed).isEmpty();
        assertThat(browser.js("document.documentElement.lang").asText()).isEqualTo("en");
        assertThat(browser.js("[...document.querySelectorAll('h1, h2, h3')].map(e => +e.localName[1])"
                                + ".every((n, i, all) => i === 0 ? n === 1 : n <= all[i - 1] + 1)")
                        .asBoolean())
                .as("no level of headings is left out")
                .isTrue();
    }

    @ParameterizedTest(name = "{0} wide, {2}")
    @CsvSource({"1280,900,light", "1280,900,dark", "390,844,light", "390,844,dark", "320,640,light"})
    void is_readable_in_every_light_and_width(int width, int height, String colours) throws Exception {
        visit(
                Talker.saying("Nothing that I was trained on tells me enough about provisioned throughput. "
                        + "Whatever I told you in detail would be a guess."),
                Talker.saying("Provisioned throughput is a number of model units that are kept for you, "
                        + "billed for each started hour until you delete them."),
                "Offline, on a local AWS whose models are stand-ins: small, really trained, and not the models they are named after.");
        browser.look(width, height, colours);
        browser.click("buy");
        browser.await("document.getElementById('standing').textContent.startsWith('In service')");
        ask("What is provisioned throughput?");
        awaitAnswers();
        keep(width + "-" + colours);
        assertThat(browser.js("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
        for (JsonNode text : browser.js(CONTRASTS)) {
            assertThat(text.path(1).asDouble()).as(text.path(0).asText()).isGreaterThanOrEqualTo(4.5);
        }
    }

    private static void keep(String name) throws Exception {
        String folder = System.getProperty("tune4j.screenshots");
        if (folder != null) {
            int width = Integer.parseInt(name.split("-")[0]);
            int height = browser.js("document.documentElement.scrollHeight").asInt();
            browser.look(width, height, name.split("-")[1]);
            browser.js("scrollTo(0, 0)");
            browser.screenshot(Path.of(folder, name + ".png"));
        }
    }
}

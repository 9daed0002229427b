package dev.gatehouse.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

class BarChartTest {
    private static BarChart chart(double... values) {
        return new BarChart(
                "Rows & <milliseconds>",
                "ms",
                IntStream.range(0, values.length)
                        .mapToObj(i -> new BarChart.Bar("system " + i, values[i], "", i == 0))
                        .toList());
    }

    private static List<Element> elements(BarChart chart, String name) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(
                                new ByteArrayInputStream(
                                        chart.svg().getBytes(StandardCharsets.UTF_8)));
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static double width(Element bar) {
        return Double.parseDouble(bar.getAttribute("width"));
    }

    @Test
    void tenTimesAsMuchIsAsMuchLongerEverywhere() throws Exception {
        List<Element> bars = elements(chart(2, 20, 200), "rect");

        assertThat(bars).hasSize(3);
        assertThat(width(bars.get(1)) - width(bars.get(0)))
                .isCloseTo(width(bars.get(2)) - width(bars.get(1)), within(0.2));
    }

    @Test
    void whatWasNotMeasuredHasItsNameAndNoBar() throws Exception {
        BarChart chart = chart(3, Double.NaN);

        assertThat(elements(chart, "rect")).hasSize(1);
        assertThat(elements(chart, "text")).anyMatch(t -> t.getTextContent().equals("system 1"));
    }

    @Test
    void theTitleIsThereAsItWasGiven() throws Exception {
        assertThat(elements(chart(3), "title").getFirst().getTextContent())
                .isEqualTo("Rows & <milliseconds>");
    }

    @Test
    void onlyOursIsDrawnInTheStrongColour() throws Exception {
        assertThat(elements(chart(3, 4, 5), "rect"))
                .extracting(bar -> bar.getAttribute("class"))
                .containsExactly("ours", "bar", "bar");
    }

    @Test
    void noBarLeavesThePicture() throws Exception {
        for (Element bar : elements(chart(0.04, 1, 9_999), "rect")) {
            assertThat(Double.parseDouble(bar.getAttribute("x")) + width(bar)).isLessThan(760);
        }
    }

    @Test
    void aNumberHasAsManyPlacesAsSaySomething() {
        assertThat(BarChart.number(0.1234)).isEqualTo("0.12");
        assertThat(BarChart.number(10)).isEqualTo("10");
        assertThat(BarChart.number(12.34)).isEqualTo("12.3");
        assertThat(BarChart.number(12_345.6)).isEqualTo("12,346");
    }
}

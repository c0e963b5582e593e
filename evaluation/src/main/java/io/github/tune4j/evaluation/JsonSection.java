package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Series.Weight;
import java.util.ArrayList;
import java.util.List;

/** A section of a report as JSON, and back. */
final class JsonSection {
    private JsonSection() {}

    static ObjectNode of(ReportSection section) {
        ObjectNode node = Json.object().put("title", section.title());
        ArrayNode blocks = node.putArray("blocks");
        section.blocks().forEach(block -> write(block, blocks.addObject()));
        return node;
    }

    private static void write(ReportSection.Block block, ObjectNode out) {
        if (block instanceof ReportSection.Text text) {
            out.put("text", text.text());
        } else if (block instanceof ReportSection.Table table) {
            table.header().forEach(out.putArray("header")::add);
            ArrayNode rows = out.putArray("rows");
            table.rows().forEach(row -> row.forEach(rows.addArray()::add));
        } else if (block instanceof ReportSection.Notice notice) {
            out.put("severity", notice.severity().name())
                    .put("problem", notice.problem())
                    .put("remedy", notice.remedy());
        } else if (block instanceof ReportSection.Chart chart) {
            out.put("chart", chart.title()).put("xAxis", chart.xAxis()).put("yAxis", chart.yAxis());
            ArrayNode series = out.putArray("series");
            for (ReportSection.Series line : chart.series()) {
                ObjectNode one = series.addObject()
                        .put("name", line.name())
                        .put("weight", line.weight().name());
                one.set("x", numbers(line.x()));
                one.set("y", numbers(line.y()));
            }
            ArrayNode marks = out.putArray("marks");
            chart.marks()
                    .forEach(mark -> marks.addObject().put("name", mark.name()).put("x", mark.x()));
        }
    }

    private static ArrayNode numbers(double[] values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
        return array;
    }

    /** What {@link #of} wrote. */
    static ReportSection read(JsonNode node) {
        List<ReportSection.Block> blocks = new ArrayList<>();
        node.path("blocks").forEach(block -> blocks.add(block(block)));
        return new ReportSection(node.path("title").asText(), blocks);
    }

    private static ReportSection.Block block(JsonNode block) {
        if (block.has("text")) {
            return new ReportSection.Text(block.get("text").asText());
        }
        if (block.has("header")) {
            List<List<String>> rows = new ArrayList<>();
            block.path("rows").forEach(row -> rows.add(texts(row)));
            return new ReportSection.Table(texts(block.get("header")), rows);
        }
        if (block.has("severity")) {
            return new ReportSection.Notice(
                    ReportSection.Severity.valueOf(block.get("severity").asText()),
                    block.path("problem").asText(),
                    block.path("remedy").asText());
        }
        List<ReportSection.Series> series = new ArrayList<>();
        for (JsonNode line : block.path("series")) {
            series.add(new ReportSection.Series(
                    line.path("name").asText(),
                    Weight.valueOf(line.path("weight").asText(Weight.STRONG.name())),
                    numbers(line.path("x")),
                    numbers(line.path("y"))));
        }
        List<ReportSection.Mark> marks = new ArrayList<>();
        block.path("marks")
                .forEach(mark -> marks.add(new ReportSection.Mark(
                        mark.path("name").asText(), mark.path("x").asDouble())));
        return new ReportSection.Chart(
                block.path("chart").asText(),
                block.path("xAxis").asText(),
                block.path("yAxis").asText(),
                series,
                marks);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).isNull() ? Double.NaN : array.get(i).doubleValue();
        }
        return numbers;
    }
}

package io.github.tune4j.dataset.validation;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code {"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"}]}]}}. */
final class ConverseCheck extends ChatCheck {
    private static final String SCHEMA_VERSION = "bedrock-conversation-2024";
    private static final List<String> IMAGE_FORMATS = List.of("jpeg", "png", "gif", "webp");
    private static final List<String> VIDEO_FORMATS = List.of("mov", "mkv", "mp4", "webm");
    private static final Pattern S3_ADDRESS = Pattern.compile("s3://[\\w\\-/.]+", Pattern.UNICODE_CHARACTER_CLASS);

    private final DatasetLimits limits;
    private long images;
    private long videos;

    ConverseCheck(DatasetLimits limits) {
        this.limits = limits;
    }

    @Override
    void checkOther(Cursor field, Part part) throws IOException {
        if (!field.name().equals("schemaVersion")) {
            part.unknown(field);
        } else if (!field.isText() && !field.isNull()) {
            part.report(field, Rule.SCHEMA_VERSION_TYPE, field.kind());
            field.skip(part);
        } else if (!field.text().equals(SCHEMA_VERSION)) {
            part.report(field, Rule.SCHEMA_VERSION);
        }
    }

    @Override
    void checkSystemPrompt(Cursor system, Part part) throws IOException {
        if (!system.isList()) {
            part.report(system, Rule.SYSTEM_TYPE, system.kind(), "a list of texts");
            system.skip(part);
            return;
        }
        long texts = 0;
        while (system.nextElement()) {
            texts++;
            if (!system.isObject()) {
                part.report(system, Rule.SYSTEM_TYPE, system.kind(), "an object with a text");
                system.skip(part);
            } else if (!checkTexts(system, part)) {
                part.report(Rule.SYSTEM_TYPE, system.pointer(), "", "an object without a text", "one with");
            }
        }
        OptionalLong most = limits.systemTexts();
        if (most.isPresent() && texts > most.getAsLong()) {
            part.report(Rule.SYSTEM_COUNT, system.pointer(), "", texts, most.getAsLong());
        }
    }

    /** Judges an object that should hold a text and nothing else; false when it holds none. */
    private static boolean checkTexts(Cursor block, Part part) throws IOException {
        boolean found = false;
        while (block.nextField()) {
            if (!block.name().equals("text")) {
                part.unknown(block);
            } else if (block.isText()) {
                found = true;
                part.text(block);
            } else {
                block.skip(part);
            }
        }
        return found;
    }

    @Override
    void checkContent(Cursor content, Part part) throws IOException {
        images = 0;
        videos = 0;
        if (!content.isList()) {
            part.report(content, Rule.CONTENT_TYPE, content.kind(), "a list of blocks");
            content.skip(part);
            return;
        }
        long blocks = 0;
        while (content.nextElement()) {
            blocks++;
            checkBlock(content, part);
        }
        if (blocks == 0) {
            part.report(Rule.CONTENT_EMPTY, content.pointer(), "");
        }
        checkCount("images", images, limits.imagesPerTurn(), content, part);
        checkCount("videos", videos, limits.videosPerTurn(), content, part);
        if (images > 0 && videos > 0) {
            part.report(Rule.MEDIA_MIX, content.pointer(), "");
        }
    }

    @Override
    void checkTurn(Cursor end, String role, Part content) {
        if (role.equals("assistant") && images + videos > 0) {
            content.report(Rule.MEDIA_ROLE, end.pointer() + "/content", "");
        }
    }

    private static void checkCount(String what, long count, OptionalLong most, Cursor content, Part part) {
        if (most.isPresent() && count > most.getAsLong()) {
            part.report(Rule.MEDIA_COUNT, content.pointer(), "", count, what, most.getAsLong());
        }
    }

    private void checkBlock(Cursor block, Part part) throws IOException {
        if (!block.isObject()) {
            part.report(block, Rule.CONTENT_TYPE, block.kind(), "an object");
            block.skip(part);
            return;
        }
        boolean found = false;
        while (block.nextField()) {
            String kind = block.name();
            boolean given = !block.isNull();
            switch (kind) {
                case "text" -> {
                    if (block.isText()) {
                        part.text(block);
                    } else if (given) {
                        part.report(block, Rule.CONTENT_TYPE, block.kind(), "a text");
                        block.skip(part);
                    }
                }
                case "image" -> {
                    images += given ? 1 : 0;
                    checkMedium(block, part, kind, IMAGE_FORMATS);
                }
                case "video" -> {
                    videos += given ? 1 : 0;
                    checkMedium(block, part, kind, VIDEO_FORMATS);
                }
                case "reasoningContent" -> block.skip(part);
                default -> {
                    given = false;
                    part.unknown(block);
                }
            }
            found |= given;
        }
        if (!found) {
            part.report(Rule.BLOCK_EMPTY, block.pointer(), "");
        }
    }

    private static void checkMedium(Cursor medium, Part part, String kind, List<String> formats) throws IOException {
        String pointer = medium.pointer();
        String format = "";
        String address = "";
        if (medium.isObject()) {
            while (medium.nextField()) {
                if (medium.name().equals("format") && medium.isText()) {
                    format = medium.text();
                } else if (medium.name().equals("source") && medium.isObject()) {
                    address = address(medium, part);
                } else {
                    medium.skip(part);
                }
            }
        } else if (medium.isNull()) {
            return;
        } else {
            medium.skip(part);
        }
        if (!formats.contains(format.toLowerCase(Locale.ROOT))) {
            part.report(Rule.MEDIA_FORMAT, pointer + "/format", format, kind, formats);
        }
        if (!S3_ADDRESS.matcher(address).matches()) {
            part.report(Rule.MEDIA_SOURCE, pointer + "/source", address, kind);
        }
    }

    /** The S3 address somewhere inside a medium's source; empty when there is none. */
    private static String address(Cursor source, Part part) throws IOException {
        String address = "";
        while (source.nextField()) {
            if (source.name().equals("s3Location") && source.isObject()) {
                while (source.nextField()) {
                    if (source.name().equals("uri") && source.isText()) {
                        address = source.text();
                    } else {
                        source.skip(part);
                    }
                }
            } else {
                source.skip(part);
            }
        }
        return address;
    }
}

"""Look at a page as a browser would."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Collects elements with their attributes, and the text outside of style."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._styled = False
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._styled = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._styled = False

    def handle_data(self, data: str) -> None:
        if not self._styled:
            self.text += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def dangers(self) -> list[str]:
        """Everything that could run code or fetch something."""
        found = list(self.tags & {"script", "iframe", "object", "embed", "link", "form", "base"})
        for tag, attributes in self.elements:
            for name, value in attributes.items():
                text = (value or "").strip().lower()
                if name.startswith("on") or (name == "style") or text.startswith(("javascript:", "vbscript:")):
                    found.append(f"{tag} {name}={value}")
                if name in {"src", "srcset", "poster", "xlink:href"} and not text.startswith("data:image/"):
                    found.append(f"{tag} {name}={value}")
                if name == "href" and not text.startswith(("#", "http:", "https:", "mailto:")):
                    found.append(f"{tag} {name}={value}")
        return found

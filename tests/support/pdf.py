"""PDFs that tell more than they show."""

import io
import zlib

from pikepdf import Array, AttachedFileSpec, Dictionary, Encryption, Name, Pdf, Stream

from tests.support.pictures import JPEG

SECRETS = (b"Mei Lin", b"app.alert", b"tracker.example", b"hidden-notes", b"Exif", b"31.2304")
"""What `telling` carries beside what its page shows."""
SHOWN, FILLED = b"(School card) Tj", b"Consent given"
SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def telling() -> bytes:
    """A page with text, a photograph and a filled form, and everything that gives its writer away."""
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 200))
        page = pdf.pages[0]
        page.obj.Contents = pdf.make_stream(
            b"BT /F1 12 Tf 20 150 Td " + SHOWN + b" ET q 80 0 0 60 20 40 cm /P Do Q"
        )
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(P=_photograph(pdf)))
        page.obj.Metadata = pdf.make_stream(b"<x>31.2304</x>", Type=Name.Metadata, Subtype=Name.XML)
        page.obj.AA = Dictionary(O=SCRIPT)
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI="https://tracker.example/"),
        )
        page.obj.Annots = Array([pdf.make_indirect(link), _field(pdf)])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([page.obj.Annots[1]]),
            DR=Dictionary(Font=Dictionary(Helv=font)),
            DA="/Helv 10 Tf",
            NeedAppearances=True,
        )
        pdf.Root.OpenAction = SCRIPT
        pdf.attachments["hidden-notes"] = AttachedFileSpec(pdf, b"hidden-notes", filename="hidden-notes")
        pdf.docinfo["/Author"] = "Mei Lin"
        return written(pdf)


def blank(pages: int, *, password: str = "") -> bytes:
    """So many pages without anything on them, behind a password if there is one."""
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(99, 99))
        made = io.BytesIO()
        pdf.save(made, encryption=Encryption(user=password, owner=password) if password else False)
        return made.getvalue()


def bomb() -> bytes:
    """A file of some kilobytes; the stream with all its objects unpacks to three gigabytes."""
    kept = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R>>",
    ]
    starts = [sum(len(one) for one in kept[:at]) for at in range(3)]
    index = b" ".join(b"%d %d" % (at + 1, start) for at, start in enumerate(starts)) + b" "
    packer = zlib.compressobj(wbits=-15)
    begin = packer.compress(index + b"".join(kept)) + packer.flush(zlib.Z_FULL_FLUSH)
    zeros = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(b"\x78\x9c" + begin + zeros * 200 + packer.flush(zlib.Z_FINISH))
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    head = b"%PDF-1.7\n"
    objects = b"4 0 obj<</Type/ObjStm/N 3/First %d/Length %d%s>>stream\n" % (len(index), len(packed), filters)
    objects += packed + b"\nendstream endobj\n"
    places = b"".join(bytes([2, 0, 4, at]) for at in range(3)) + bytes([1, 0, len(head), 0])
    at = len(head) + len(objects)
    xref = b"5 0 obj<</Type/XRef/Size 5/Index[1 4]/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % len(places)
    return head + objects + xref + places + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % at


def written(pdf: Pdf) -> bytes:
    """The PDF's bytes."""
    made = io.BytesIO()
    pdf.save(made, compress_streams=False)
    return made.getvalue()


def _photograph(pdf: Pdf) -> Stream:
    where = b"Exif\0\0 31.2304"
    body = JPEG[:2] + b"\xff\xe1" + (len(where) + 2).to_bytes(2, "big") + where + JPEG[2:]
    picture = Stream(pdf, body)
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
    picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = 8, 6, 8, Name.DeviceRGB
    return picture


def _field(pdf: Pdf) -> Dictionary:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Consent given", DA="/Helv 10 Tf", F=4
    )
    field.Rect = Array([20, 10, 200, 30])
    return pdf.make_indirect(field)

"""What the files of the bulletin are called."""

DOCUMENT = "简报.docx"
WORKBOOK = "数据附表.xlsx"
PDF = "简报.pdf"
